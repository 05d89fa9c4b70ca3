import { LoggingLog } from "@cdktf/provider-oci/lib/logging-log";
import { LoggingUnifiedAgentConfiguration } from "@cdktf/provider-oci/lib/logging-unified-agent-configuration";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { WebApp } from "../../web-app";
import { physicalName, type ServerIdentity } from "../account";
import type { TieredNetwork } from "../network";

/** Properties of {@link AgentLogs}. */
export interface AgentLogsProps {
  /** Network whose log group takes them. */
  readonly network: TieredNetwork;
  /** App that writes them. */
  readonly app: WebApp;
  /** Identity of the servers, or nodes, that send them. */
  readonly identity: ServerIdentity;
  /** Days that they are kept. */
  readonly retentionDays: number;
  /**
   * Files that have the lines.
   *
   * @default - those that the boot script has the app and the system write
   */
  readonly files?: LogFiles;
}

/** Files that Oracle's agent reads. */
interface LogFiles {
  /** Their paths; a `*` stands for any text. */
  readonly paths: readonly string[];
  /** Format of their lines: as they are, or as container runtimes write them, with time and stream in front. */
  readonly parserType: "NONE" | "CRI";
}

/**
 * A custom log with the app's lines from all servers, or nodes of a cluster, and the agent configuration that collects them. Oracle's agent on
 * each of them reads files; which machines, the dynamic group says, so there is none where an administrator makes the group.
 */
export class AgentLogs extends Construct {
  /** Resources that must exist before the agents can send log entries. */
  readonly after: readonly ITerraformDependable[];
  /** Log that takes the lines. */
  readonly log: LoggingLog;

  constructor(scope: Construct, id: string, props: AgentLogsProps) {
    super(scope, id);
    const { network, app, identity, retentionDays } = props;
    const { paths, parserType } = props.files ?? filesOfServers(app);
    const { compartmentId, monitoring } = network;
    this.after = identity.allow("write-logs", [{ action: "use log-content" }]);
    this.log = new LoggingLog(this, "log", {
      logGroupId: monitoring.logGroup.id,
      displayName: physicalName(this),
      logType: "CUSTOM",
      isEnabled: true,
      retentionDuration: retentionDays,
    });
    const parser = parserType === "NONE" ? "without a parser" : `with the parser ${parserType}`;
    identity.describeAgents(
      "LOGGING",
      `the files ${paths.join(" and ")}, ${parser}, to the log ${this.log.id}`,
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
            paths: [...paths],
            parser: { parserType },
          },
        ],
      },
      ...identity.members.when,
    });
  }
}

/** The app's lines, and what the system around it finds worth a notice. */
function filesOfServers({ name }: WebApp): LogFiles {
  return { paths: [`/var/log/${name}/${name}.log`, `/var/log/${name}/system.log`], parserType: "NONE" };
}
