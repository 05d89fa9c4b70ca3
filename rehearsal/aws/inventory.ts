import type { AwsAccount } from "./account";

/** A question for all resources of a kind, and where their names are in its answer. */
interface Question {
  readonly service: string;
  readonly version: string;
  readonly action: string;
  readonly name: RegExp;
}

const ec2 = (action: string, element: string): Question => ({
  service: "ec2",
  version: "2016-11-15",
  action,
  name: new RegExp(`<${element}>([^<]+)</${element}>`, "g"),
});
const named = (service: string, version: string, action: string, element: string): Question => ({
  service,
  version,
  action,
  name: new RegExp(`<${element}>([^<]+)</${element}>`, "g"),
});

/** Resources that cost money or keep something: whatever else a stack has hangs on one of these. */
const questions: readonly Question[] = [
  ec2("DescribeVpcs", "vpcId"),
  ec2("DescribeSubnets", "subnetId"),
  ec2("DescribeSecurityGroups", "groupId"),
  ec2("DescribeNatGateways", "natGatewayId"),
  ec2("DescribeAddresses", "allocationId"),
  ec2("DescribeVpcEndpoints", "vpcEndpointId"),
  ec2("DescribeLaunchTemplates", "launchTemplateId"),
  ec2("DescribeFlowLogs", "flowLogId"),
  named("elasticloadbalancing", "2015-12-01", "DescribeLoadBalancers", "LoadBalancerArn"),
  named("elasticloadbalancing", "2015-12-01", "DescribeTargetGroups", "TargetGroupArn"),
  named("autoscaling", "2011-01-01", "DescribeAutoScalingGroups", "AutoScalingGroupARN"),
  named("rds", "2014-10-31", "DescribeDBInstances", "DBInstanceIdentifier"),
  named("rds", "2014-10-31", "DescribeDBSnapshots", "DBSnapshotIdentifier"),
  named("rds", "2014-10-31", "DescribeDBSubnetGroups", "DBSubnetGroupName"),
  named("rds", "2014-10-31", "DescribeDBParameterGroups", "DBParameterGroupName"),
  named("iam", "2010-05-08", "ListRoles", "RoleName"),
  named("sns", "2010-03-31", "ListTopics", "TopicArn"),
  named("monitoring", "2010-08-01", "DescribeAlarms", "AlarmArn"),
];

/** Names of what is in an account, such as `ec2 vpc-0123`. */
export async function inventoryOf(account: AwsAccount): Promise<readonly string[]> {
  const answers = await Promise.all(
    questions.map(async ({ service, version, action, name }) => {
      const answer = await account.query(service, { Action: action, Version: version });
      const found = [...answer.matchAll(name)];
      // EC2 tells of some for a while after they are gone.
      const there = found.filter(
        ({ index }, place) =>
          !answer.slice(index, found[place + 1]?.index).includes("<state>deleted</state>"),
      );
      return there.map(([, id]) => `${service} ${id}`);
    }),
  );
  return [...new Set([...answers.flat(), ...(await account.buckets()).map((bucket) => `s3 ${bucket}`)])];
}
