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
  /** How values of several servers, or of several minutes, become one. */
  readonly statistic: "maximum" | "sum";
}

/** A graph for those who operate the app. */
export interface AppGraph {
  /** What it shows, and in what unit. */
  readonly title: string;
  /** Lines of the graph, by what they are called. */
  readonly lines: Readonly<Record<string, AppMetric>>;
  /**
   * What each line is divided by.
   *
   * @default - nothing
   */
  readonly dividedBy?: AppMetric;
}

/** A condition of the app that somebody should hear of. */
interface AppAlarm {
  /** What it is about: lower-case words, joined by hyphens. */
  readonly name: string;
  /** What is compared, each minute. */
  readonly metric: AppMetric;
  /** What it must not exceed. */
  readonly above: number;
  /** How many minutes in a row it must do so. */
  readonly minutes: number;
  /** What is wrong, and where to look first. */
  readonly body: string;
}

/**
 * What an app measures itself. Agents of the cloud carry what graphs and alarms ask for, each minute, and nothing else.
 */
export interface AppMetrics {
  /** TCP port of `/metrics`, which the app is told as `METRICS_PORT` and serves on loopback. */
  readonly port: number;
  /** What those who operate it look at. */
  readonly graphs: readonly AppGraph[];
  /** What they are told. */
  readonly alarms: readonly AppAlarm[];
}

/** Where agents read an app's metrics, on the server itself. */
export function metricsAddress({ port }: AppMetrics): string {
  return `127.0.0.1:${port}`;
}

/** What graphs and alarms ask for, each series once. */
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
