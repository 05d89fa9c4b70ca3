import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { accountOf, allow, type CustomerKey, logGroup, serviceRole } from "../account";

/** Properties of {@link FlowLogs}. */
export interface FlowLogsProps {
  /** VPC whose connections are logged. */
  readonly vpc: Vpc;
  /** Days that lines are kept. */
  readonly retentionDays: number;
  /** Whether their log group refuses to be destroyed. */
  readonly deletionProtected: boolean;
  /**
   * Key that encrypts them.
   *
   * @default - the key that AWS keeps for CloudWatch Logs
   */
  readonly key?: CustomerKey | undefined;
}

/** VPC flow logs of all traffic, accepted and rejected, in a log group: one line per connection and ten minutes. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { vpc, ...group }: FlowLogsProps) {
    super(scope, id);
    const log = logGroup(this, "group", { name: `/${this.node.path}`, ...group });
    const role = serviceRole(this, "vpc-flow-logs.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": accountOf(this, vpc.arn) },
    });
    const grant = new IamRolePolicy(this, "write", {
      namePrefix: "write-flow-logs-",
      role: role.name,
      policy: allow({
        actions: [
          "logs:CreateLogStream",
          "logs:DescribeLogGroups",
          "logs:DescribeLogStreams",
          "logs:PutLogEvents",
        ],
        resources: [`${log.arn}:*`],
      }),
    });
    new FlowLog(this, "log", {
      vpcId: vpc.id,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: log.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 600,
      tags: { Name: this.node.path },
      dependsOn: [grant],
    });
  }
}
