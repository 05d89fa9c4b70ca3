import type { IConstruct } from "constructs";
import { type AppMetric, type AppMetrics, carriedMetrics, metricsAddress } from "../../app-metrics";
import { physicalName } from "../../shared";
import type { WebApp } from "../../web-app";
import type { MetricSource } from "./metrics";

/** Dimension that tells a web tier's metrics from those of others with the same app. A dimension by server would make as many metrics. */
const tierDimension = "WebTier";

/** CloudWatch's word for a metric's statistic. */
export function statisticOf({ statistic }: AppMetric): "Maximum" | "Sum" {
  return statistic === "sum" ? "Sum" : "Maximum";
}

/** Metrics that an app measures itself, in CloudWatch: what its agent reads on each server, and under what names they arrive. */
export class CloudWatchAppMetrics {
  /** Metrics of the app, with their graphs and alarms. */
  readonly metrics: AppMetrics;
  private readonly namespace: string;
  private readonly tier: string;
  private readonly carried: readonly AppMetric[];

  /**
   * Names an app's metrics.
   *
   * @param scope web tier that runs it
   */
  constructor(scope: IConstruct, { name }: WebApp, metrics: AppMetrics) {
    this.namespace = name;
    this.tier = physicalName(scope, 255);
    this.metrics = metrics;
    this.carried = carriedMetrics(metrics);
  }

  /** Namespace and dimensions of a metric in CloudWatch. */
  sourceOf({ labels }: AppMetric): MetricSource {
    return { namespace: this.namespace, dimensions: { [tierDimension]: this.tier, ...labels } };
  }

  /**
   * What an app is told that writes its metrics to its log in the embedded metric format itself, where no agent reads them: those that the
   * agent would carry, under the same names and dimensions.
   */
  get embedded(): object {
    return {
      namespace: this.namespace,
      dimensions: { [tierDimension]: this.tier },
      series: this.carried.map(({ name, labels }) => ({ name, ...(labels && { labels }) })),
    };
  }

  /**
   * Prometheus' configuration for the agent. It keeps what is carried: the rest would cost as log lines.
   *
   * The names of the counters arrive as they are, with what was added since the minute before.
   */
  get scrapeConfiguration(): object {
    const labels = [...new Set(this.carried.flatMap((metric) => Object.keys(metric.labels ?? {})))].sort();
    const series = this.carried.map((metric) =>
      [metric.name, ...labels.map((label) => metric.labels?.[label]?.replaceAll(".", "[.]") ?? ".*")].join(
        ";",
      ),
    );
    return {
      global: { scrape_interval: "1m", scrape_timeout: "10s" },
      scrape_configs: [
        {
          // Names the log stream.
          job_name: "metrics",
          static_configs: [
            { targets: [metricsAddress(this.metrics)], labels: { [tierDimension]: this.tier } },
          ],
          metric_relabel_configs: [
            { source_labels: ["__name__", ...labels], regex: series.join("|"), action: "keep" },
          ],
        },
      ],
    };
  }

  /**
   * The agent's section `prometheus`: log lines in CloudWatch's embedded metric format, of which CloudWatch makes metrics.
   *
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-PrometheusEC2.html
   *
   * @param logGroupName group that servers may write to anyway; `cloudwatch:PutMetricData` is not needed
   * @param file where the scrape configuration lies
   */
  agentSection(logGroupName: string, file: string): object {
    const namesByLabels = new Map<string, Set<string>>();
    for (const { name, labels = {} } of this.carried) {
      const key = Object.keys(labels).sort().join();
      namesByLabels.set(key, (namesByLabels.get(key) ?? new Set()).add(name));
    }
    const declarations = [...namesByLabels].map(([labels, names]) => ({
      source_labels: [tierDimension],
      dimensions: [[tierDimension, ...labels.split(",").filter(Boolean)]],
      metric_selectors: [...names].map((name) => `^${name}$`),
    }));
    return {
      prometheus_config_path: file,
      log_group_name: logGroupName,
      emf_processor: { metric_namespace: this.namespace, metric_declaration: declarations },
    };
  }
}
