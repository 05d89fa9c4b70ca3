import type { AppMetric, AppMetrics } from "../../app-metrics";
import type { Alarm } from "./monitoring";

/**
 * Alarms of the app's custom metrics.
 *
 * @param namespace where OCI Monitoring has its metrics
 */
export function appAlarms(namespace: string, { alarms }: AppMetrics): Record<string, Alarm> {
  return Object.fromEntries(
    alarms.map(({ name, metric, above, minutes, body }) => [
      name,
      {
        namespace,
        query: `${queryOf(metric)} > ${above}`,
        severity: "WARNING",
        pending: `PT${minutes}M`,
        body,
      },
    ]),
  );
}

/** A metric of all servers each minute, in Monitoring's query language. */
function queryOf({ name, labels = {}, statistic }: AppMetric): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label} = "${value}"`);
  const dimensions = pairs.length > 0 ? `{${pairs.join(", ")}}` : "";
  return `${name}[1m]${dimensions}.grouping().${statistic === "sum" ? "sum" : "max"}()`;
}
