import { LoggingLog } from "@cdktf/provider-oci/lib/logging-log";
import { LoggingUnifiedAgentConfiguration } from "@cdktf/provider-oci/lib/logging-unified-agent-configuration";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { WebApp } from "../../web-app";
import { physicalName, type ServerIdentity } from "../account";
import type { TieredNetwork } from "../network";

/** Properties of {@link ServerLogs}. */
export interface ServerLogsProps {
  /** Network whose log group takes them. */
  readonly network: TieredNetwork;
  /** App that writes them. */
  readonly app: WebApp;
  /** Identity of the servers that send them. */
  readonly identity: ServerIdentity;
  /** Days that they are kept. */
  readonly retentionDays: number;
}

/**
 * A custom log with the app's lines from all servers, and the agent configuration that collects them. Oracle's agent on
 * each server reads the file that the boot script has the app write; which servers, the dynamic group says, so there are
 * none where an administrator makes the group.
 */
export class ServerLogs extends Construct {
  /** Resources that must exist before servers can send log entries. */
  readonly after: readonly ITerraformDependable[];
  /** Log that takes the lines. */
  readonly log: LoggingLog;

  constructor(scope: Construct, id: string, { network, app, identity, retentionDays }: ServerLogsProps) {
    super(scope, id);
    const { compartmentId, monitoring } = network;
    this.after = identity.allow("write-logs", [{ action: "use log-content" }]);
    this.log = new LoggingLog(this, "log", {
      logGroupId: monitoring.logGroup.id,
      displayName: physicalName(this),
      logType: "CUSTOM",
      isEnabled: true,
      retentionDuration: retentionDays,
    });
    // The app's lines, and what the system around it finds worth a notice.
    const paths = [`/var/log/${app.name}/${app.name}.log`, `/var/log/${app.name}/system.log`];
    identity.describeAgents(
      "LOGGING",
      `the files ${paths.join(" and ")}, without a parser, to the log ${this.log.id}`,
    );
    if (!identity.members) return;
    new LoggingUnifiedAgentConfiguration(this, "agent", {
      compartmentId,
      displayName: physicalName(this),
      description: `Log lines of ${app.name}`,
      isEnabled: true,
      groupAssociation: { groupList: [identity.members.groupId] },
      serviceConfiguration: {
        configurationType: "LOGGING",
        destination: { logObjectId: this.log.id },
        sources: [
          {
            sourceType: "LOG_TAIL",
            name: app.name,
            paths,
            parser: { parserType: "NONE" },
          },
        ],
      },
      ...identity.members.when,
    });
  }
}
