import type { FastifyInstance } from "fastify";
import { eachMinute } from "./each-minute";
import type { Metric, Metrics } from "./metrics";

/** Labels of a metric, or dimensions of CloudWatch. */
type Labels = Readonly<Record<string, string>>;

/** A series that is written: a metric by its name, with the labels that tell it from others of that name. */
export interface EmbeddedSeries {
  /** Name of the metric. */
  readonly name: string;
  /**
   * Labels, which become dimensions.
   *
   * @default - none: all series of this name together
   */
  readonly labels?: Labels | undefined;
}

/** Metrics that are written to the log, for CloudWatch to make metrics of. */
export interface EmbeddedMetrics {
  /** Namespace in CloudWatch. */
  readonly namespace: string;
  /** Dimensions of every series, besides its labels. */
  readonly dimensions: Labels;
  /** Series that are written; every other one stays in the process. */
  readonly series: readonly EmbeddedSeries[];
}

/**
 * Log lines in CloudWatch's embedded metric format, one for each set of labels. Gauges and quantiles are written as they are, of a
 * counter what was added since the lines before.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class EmbeddedMetricLines {
  private readonly counted = new Map<EmbeddedSeries, number>();
  private readonly groups: ReadonlyMap<string, readonly EmbeddedSeries[]>;

  constructor(private readonly embedded: EmbeddedMetrics) {
    const groups = new Map<string, EmbeddedSeries[]>();
    for (const series of embedded.series) {
      const key = JSON.stringify(Object.entries(series.labels ?? {}).sort());
      groups.set(key, [...(groups.get(key) ?? []), series]);
    }
    this.groups = groups;
  }

  /**
   * Lines of this moment.
   *
   * @param metrics what was measured until now
   * @param timestamp milliseconds since 1970
   */
  next(metrics: readonly Metric[], timestamp: number): string[] {
    return [...this.groups.values()].flatMap((group) => {
      const values = group.flatMap((series) => {
        const value = this.valueOf(series, metrics);
        return value === undefined ? [] : ([[series.name, value]] as const);
      });
      return values.length > 0 ? [this.line(group[0]!.labels ?? {}, values, timestamp)] : [];
    });
  }

  private line(labels: Labels, values: readonly (readonly [string, number])[], Timestamp: number): string {
    const dimensions = { ...this.embedded.dimensions, ...labels };
    const directive = {
      Namespace: this.embedded.namespace,
      Dimensions: [Object.keys(dimensions)],
      Metrics: values.map(([Name]) => ({ Name })),
    };
    const _aws = { Timestamp, CloudWatchMetrics: [directive] };
    return JSON.stringify({ _aws, ...dimensions, ...Object.fromEntries(values) });
  }

  private valueOf(series: EmbeddedSeries, metrics: readonly Metric[]): number | undefined {
    const metric = metrics.find(({ name }) => name === series.name);
    const wanted = Object.entries(series.labels ?? {});
    const found = (metric?.values ?? [])
      // A summary lists its sum and its number of observations under names of their own.
      .filter(({ metricName = series.name }) => metricName === series.name)
      .filter(({ labels }) => wanted.every(([name, value]) => String(labels[name]) === value))
      .map(({ value }) => value)
      .filter(Number.isFinite);
    if (metric === undefined || found.length === 0) return undefined;
    // prom-client's declaration has an enumeration, its lists the word.
    if (String(metric.type) !== "counter") return Math.max(...found);
    const total = found.reduce((sum, value) => sum + value, 0);
    const added = total - (this.counted.get(series) ?? 0);
    this.counted.set(series, total);
    return added;
  }
}

/**
 * Writes the lines of each minute.
 *
 * @param write takes a line with its end
 */
export function writeMetrics(
  app: FastifyInstance,
  metrics: Metrics,
  embedded: EmbeddedMetrics,
  write: (line: string) => void = (line) => process.stdout.write(line),
): void {
  const lines = new EmbeddedMetricLines(embedded);
  eachMinute(app, async () => {
    try {
      for (const line of lines.next(await metrics.values(), Date.now())) write(`${line}\n`);
    } catch (error) {
      app.log.error({ err: error }, "metrics could not be collected");
    }
  });
}
