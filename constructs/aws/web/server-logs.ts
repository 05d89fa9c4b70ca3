import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { allow, type CustomerKey, logGroup } from "../account";

/** Properties of {@link ServerLogs}. */
export interface ServerLogsProps {
  /** Name of the app, which names its files on the servers. */
  readonly appName: string;
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
 * A CloudWatch log group with three streams per server: what the app says, what the system says, and how the first boot
 * went.
 */
export class ServerLogs extends Construct {
  /** The log group itself. */
  readonly group: CloudwatchLogGroup;
  /** Shell commands that install the agent on a server and tell it what to ship. */
  readonly steps: readonly string[];

  constructor(scope: Construct, id: string, props: ServerLogsProps) {
    super(scope, id);
    const name = `/${scope.node.path}`;
    const { appName, ...group } = props;
    this.group = logGroup(this, "group", { name, ...group });
    this.steps = [agentStep(agentConfiguration(name, appName))];
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

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
function agentConfiguration(logGroupName: string, appName: string): object {
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
  return { logs: { logs_collected: { files } } };
}

const agent = "/opt/aws/amazon-cloudwatch-agent";

function agentStep(configuration: object): string {
  return `# The package comes from the distribution's own repository, which S3 serves.
retry dnf install amazon-cloudwatch-agent
cat >${agent}/etc/servers.json <<'EOF'
${JSON.stringify(configuration, null, 1)}
EOF
${agent}/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${agent}/etc/servers.json`;
}
