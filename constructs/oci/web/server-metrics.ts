import { LoggingUnifiedAgentConfiguration } from "@cdktf/provider-oci/lib/logging-unified-agent-configuration";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type AppMetrics, metricsAddress } from "../../app-metrics";
import type { WebApp } from "../../web-app";
import { physicalName, type ServerIdentity } from "../account";
import type { Alarm } from "../monitoring";
import type { TieredNetwork } from "../network";
import { OciAppMetrics } from "./app-metrics";

/** Properties of {@link ServerMetrics}. */
export interface ServerMetricsProps {
  /** Network whose compartment takes them. */
  readonly network: TieredNetwork;
  /** App that measures them. */
  readonly app: WebApp;
  /** Metrics of the app, with their graphs and alarms. */
  readonly metrics: AppMetrics;
  /** Identity of the servers that send them. */
  readonly identity: ServerIdentity;
}

/**
 * Custom metrics of the app in a namespace of OCI Monitoring. Oracle's agent on each server scrapes them from the app; which servers,
 * the dynamic group says, so there are none where an administrator makes the group. Counters arrive as they are: they only grow.
 */
export class ServerMetrics extends Construct {
  /** Resources that must exist before servers can send metrics. */
  readonly after: readonly ITerraformDependable[];
  /** Alarms on the metrics. */
  readonly alarms: Readonly<Record<string, Alarm>>;

  constructor(scope: Construct, id: string, { network, app, metrics, identity }: ServerMetricsProps) {
    super(scope, id);
    const { compartmentId } = network;
    const { namespace, names, alarms, grant } = new OciAppMetrics(scope, app, metrics);
    // Oracle's example also lets servers manage configurations of agents
    // (https://docs.oracle.com/iaas/Content/Monitoring/Tasks/agent-configurations.htm). What an agent needs to fetch its own, the
    // permission UNIFIED_AGENT_CONFIG_GENERATE, is in `use log-content`, which servers have
    // (https://docs.oracle.com/iaas/Content/Identity/policyreference/loggingpolicyreference.htm).
    this.after = identity.allow("write-metrics", [grant]);
    this.alarms = alarms;
    const url = `http://${metricsAddress(metrics)}/metrics`;
    const allowList = names.map((name) => `^${name}$`);
    identity.describeAgents(
      "MONITORING",
      `the address ${url}, of which the filter lets ${allowList.join(" ")} pass, to the namespace ${namespace} of the compartment`,
    );
    if (!identity.members) return;
    new LoggingUnifiedAgentConfiguration(this, "agent", {
      compartmentId,
      displayName: physicalName(this),
      description: `Metrics of ${app.name}`,
      isEnabled: true,
      groupAssociation: { groupList: [identity.members.groupId] },
      serviceConfiguration: {
        configurationType: "MONITORING",
        applicationConfigurations: [
          {
            sourceType: "URL",
            source: {
              name: app.name,
              scrapeTargets: [{ name: app.name, url }],
            },
            unifiedAgentConfigurationFilter: {
              filterType: "URL_FILTER",
              name: app.name,
              allowList,
            },
            destination: { compartmentId, metricsNamespace: namespace },
          },
        ],
      },
      ...identity.members.when,
    });
  }
}
