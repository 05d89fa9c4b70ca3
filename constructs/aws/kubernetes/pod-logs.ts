import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { type ApiObject, logCollectorManifests, logCollectorNames } from "../../kubernetes";
import type { WebApp } from "../../web-app";
import { allow, type CustomerKey, logGroup } from "../account";
import type { INetwork } from "../network";
import type { Cluster } from "./cluster";
import type { ImageRepository } from "./image-repository";
import { awsEgress, identityEgress } from "./pod-egress";
import { PodIdentity } from "./pod-identity";
import { serviceBlock } from "./service-block";

/** Properties of {@link PodLogs}. */
export interface PodLogsProps {
  /** Web app whose pods write the lines. */
  readonly app: WebApp;
  /** Cluster that the pods run in. */
  readonly cluster: Cluster;
  /** Network of the cluster. */
  readonly network: INetwork;
  /** Repository that has a copy of Fluent Bit's image, because nodes pull from nowhere else. */
  readonly images: ImageRepository;
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

/** Tag of the copy of AWS's distribution of Fluent Bit, https://github.com/aws/aws-for-fluent-bit/releases/tag/v3.4.15. */
const fluentBitTag = "fluent-bit-3.4.15";

/**
 * A CloudWatch log group with a stream for each container of the app's pods, and Fluent Bit on each node, which ships their lines. Lines in
 * the embedded metric format are metrics to CloudWatch.
 */
export class PodLogs extends Construct {
  /** The log group itself. */
  readonly group: CloudwatchLogGroup;
  /** Name of the log group. */
  readonly groupName: string;
  /** The objects that ship lines from nodes. */
  readonly manifests: readonly ApiObject[];

  constructor(scope: Construct, id: string, props: PodLogsProps) {
    super(scope, id);
    const { app, cluster, network, images, ...rest } = props;
    const { retentionDays, deletionProtected, key } = rest;
    const name = (this.groupName = `/${scope.node.path}`);
    this.group = logGroup(this, "group", { name, retentionDays, deletionProtected, key });
    const { namespace, serviceAccount } = logCollectorNames(app);
    const { role } = new PodIdentity(this, "collector", { cluster, namespace, serviceAccount });
    new IamRolePolicy(this, "write", {
      namePrefix: "write-logs-",
      role: role.name,
      policy: allow({
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [`${this.group.arn}:*`],
      }),
    });
    this.manifests = logCollectorManifests({
      app,
      image: `${images.repository.repositoryUrl}:${fluentBitTag}`,
      output: outputTo(name, network.region),
      egress: [identityEgress, awsEgress],
      resolvers: [{ cidr: serviceBlock(network.cidrBlock).resolver }],
    });
  }
}

// https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch: the line alone is sent, so that CloudWatch finds metrics in it. Retries
// go on until one succeeds; Fluent Bit reads no more of a file than its memory holds.
function outputTo(logGroupName: string, region: string): string {
  return `Name cloudwatch_logs
region ${region}
log_group_name ${logGroupName}
log_stream_prefix pods/
log_key log
log_format json/emf
auto_create_group false
Retry_Limit no_limits`;
}
