/** A number that an app measures itself, as a cloud is to keep it. */
export interface AppMetric {
  /** Name, as the app serves it at `/metrics` in Prometheus' text format: a counter, a gauge or a quantile of a summary. */
  readonly name: string;
  /**
   * Labels that tell one series of this name from others.
   *
   * @default - none: all series of this name together
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** The statistic that combines values of several servers or minutes. */
  readonly statistic: "maximum" | "sum";
}

/** A graph for those who operate the app. */
export interface AppGraph {
  /** Title, with the unit of its values. */
  readonly title: string;
  /** Lines of the graph, by what they are called. */
  readonly lines: Readonly<Record<string, AppMetric>>;
  /**
   * Metric that each line is divided by.
   *
   * @default - nothing
   */
  readonly dividedBy?: AppMetric;
}

/** A condition of the app that somebody should hear of. */
interface AppAlarm {
  /** Name: lower-case words, joined by hyphens. */
  readonly name: string;
  /** The metric that is compared once a minute. */
  readonly metric: AppMetric;
  /** Threshold: the alarm rings above it. */
  readonly above: number;
  /** Number of consecutive minutes above the threshold, from 1. */
  readonly minutes: number;
  /** Text of the notification: the fault, and where to look first. */
  readonly body: string;
}

/**
 * Custom metrics of an app, in Prometheus' format. Agents of the cloud scrape those that graphs and alarms use, once a minute, and no other.
 */
export interface AppMetrics {
  /** TCP port of `/metrics`, which the app is told as `METRICS_PORT` and serves on loopback. */
  readonly port: number;
  /** Graphs on the dashboard. */
  readonly graphs: readonly AppGraph[];
  /** Alarms on the metrics. */
  readonly alarms: readonly AppAlarm[];
}

/** URL at which agents on the server itself read the app's metrics. */
export function metricsAddress({ port }: AppMetrics): string {
  return `127.0.0.1:${port}`;
}

/** Metrics that graphs and alarms need, each series once. */
export function carriedMetrics({ graphs, alarms }: AppMetrics): AppMetric[] {
  const asked = [
    ...graphs.flatMap(({ lines, dividedBy }) => [...Object.values(lines), ...(dividedBy ? [dividedBy] : [])]),
    ...alarms.map(({ metric }) => metric),
  ];
  return [...new Map(asked.map((metric) => [seriesOf(metric), metric])).values()];
}

function seriesOf({ name, labels = {} }: AppMetric): string {
  return JSON.stringify([name, Object.entries(labels).sort()]);
}
