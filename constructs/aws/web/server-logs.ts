import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { allow, type CustomerKey, logGroup } from "../account";
import type { CloudWatchAppMetrics } from "./app-metrics";

/** Properties of {@link ServerLogs}. */
export interface ServerLogsProps {
  /** Name of the app, which names its files on the servers. */
  readonly appName: string;
  /**
   * Custom metrics that the app publishes; the same agent scrapes and writes them beside the lines.
   *
   * @default - nothing
   */
  readonly metrics?: CloudWatchAppMetrics | undefined;
  /** Days that lines are kept. */
  readonly retentionDays: number;
  /** Whether the log group refuses to be destroyed. */
  readonly deletionProtected: boolean;
  /**
   * Key that encrypts them.
   *
   * @default - the key that AWS keeps for CloudWatch Logs
   */
  readonly key?: CustomerKey | undefined;
}

/**
 * A CloudWatch log group with three streams a server: what the app says, what the system says, and how the first boot went. A fourth one,
 * which all servers share, has what the app measures.
 */
export class ServerLogs extends Construct {
  /** The log group itself. */
  readonly group: CloudwatchLogGroup;
  /** Shell commands that install the agent on a server and tell it what to ship. */
  readonly steps: readonly string[];

  constructor(scope: Construct, id: string, props: ServerLogsProps) {
    super(scope, id);
    const name = `/${scope.node.path}`;
    const { appName, metrics, ...group } = props;
    this.group = logGroup(this, "group", { name, ...group });
    this.steps = [agentStep(agentConfiguration(name, appName, metrics), metrics?.scrapeConfiguration)];
  }

  /** Lets `role` write to the log group. */
  grantWrite(role: IamRole): IamRolePolicy {
    return new IamRolePolicy(this, "write", {
      namePrefix: "write-logs-",
      role: role.name,
      policy: allow({
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [`${this.group.arn}:*`],
      }),
    });
  }
}

const agent = "/opt/aws/amazon-cloudwatch-agent";
// JSON is YAML, too.
const scrapeFile = `${agent}/etc/prometheus.yaml`;

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
function agentConfiguration(logGroupName: string, appName: string, metrics?: CloudWatchAppMetrics): object {
  const stream = (file: string, suffix: string) => ({
    file_path: file,
    log_group_name: logGroupName,
    log_stream_name: `{instance_id}/${suffix}`,
  });
  const files = {
    collect_list: [
      stream(`/var/log/${appName}/${appName}.log`, appName),
      stream(`/var/log/${appName}/system.log`, "system"),
      stream("/var/log/cloud-init-output.log", "first-boot"),
    ],
  };
  const measured = metrics && { prometheus: metrics.agentSection(logGroupName, scrapeFile) };
  return { logs: { logs_collected: { files }, ...(measured && { metrics_collected: measured }) } };
}

function agentStep(configuration: object, scrapeConfiguration?: object): string {
  return `# The package comes from the distribution's own repository, which S3 serves.
retry dnf install amazon-cloudwatch-agent
${file(`${agent}/etc/servers.json`, configuration)}
${scrapeConfiguration ? `${file(scrapeFile, scrapeConfiguration)}\n` : ""}${agent}/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${agent}/etc/servers.json`;
}

function file(path: string, content: object): string {
  return `cat >${path} <<'EOF'
${JSON.stringify(content, null, 1)}
EOF`;
}
