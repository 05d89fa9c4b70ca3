import type { IConstruct } from "constructs";
import { type AppMetrics, carriedMetrics } from "../../app-metrics";
import type { WebApp } from "../../web-app";
import { type Grant, physicalName, type Place } from "../account";
import { type Alarm, appAlarms } from "../monitoring";

/** Metrics that an app measures itself, in a namespace of OCI Monitoring that is its web tier's own: what may write there, and what alarms ask for. */
export class OciAppMetrics {
  /** Namespace in OCI Monitoring. */
  readonly namespace: string;
  /** Names of what graphs and alarms need; all series of such a name are sent. */
  readonly names: readonly string[];
  /** Alarms on the metrics. */
  readonly alarms: Readonly<Record<string, Alarm>>;

  /**
   * Names an app's metrics.
   *
   * @param scope web tier that runs it
   */
  constructor(scope: IConstruct, app: WebApp, metrics: AppMetrics) {
    this.namespace = namespaceOf(scope, app);
    this.names = [...new Set(carriedMetrics(metrics).map(({ name }) => name))];
    this.alarms = appAlarms(this.namespace, metrics);
  }

  /** What sends them may do: without the condition `use metrics` may post to any namespace. */
  get grant(): Grant {
    return { action: "use metrics", condition: `target.metrics.namespace = '${this.namespace}'` };
  }

  /** What an app is told that posts its metrics itself, where no agent reads them: those that the agent would send, under the same names. */
  posted({ region, compartmentId }: Place): object {
    return { region, compartmentId, namespace: this.namespace, names: this.names };
  }
}

/**
 * Letters, digits and underscores, a letter first
 * (https://docs.oracle.com/iaas/api/#/en/monitoring/20180401/datatypes/MetricDataDetails). Names that begin with `oci_` or `oracle_` are
 * Oracle's own (https://docs.oracle.com/iaas/Content/Monitoring/Tasks/publishingcustommetrics.htm), and a stack may be called so.
 */
function namespaceOf(scope: IConstruct, { name }: WebApp): string {
  return `app_${name}_${physicalName(scope)}`.replaceAll("-", "_");
}
