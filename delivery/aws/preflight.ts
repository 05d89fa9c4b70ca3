import type { Statement } from "./document";
import { type Place, places } from "./places";
import type { Scope } from "./scope";

/** Actions of preflight that AWS allows on every resource or on none. */
const everywhere = [
  "autoscaling:DescribeAutoScalingGroups",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:ListDashboards",
  "ec2:DescribeAddresses",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeImages",
  "ec2:DescribeInstanceTypeOfferings",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeInstances",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeRegions",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcEndpoints",
  "ec2:DescribeVpcs",
  "ec2:GetEbsDefaultKmsKeyId",
  "eks:DescribeClusterVersions",
  "eks:ListClusters",
  "elasticloadbalancing:DescribeAccountLimits",
  "elasticloadbalancing:DescribeLoadBalancers",
  "freetier:GetAccountPlanState",
  "kms:ListAliases",
  "logs:DescribeLogGroups",
  "rds:DescribeDBInstances",
  "rds:DescribeOrderableDBInstanceOptions",
  "servicequotas:GetAWSDefaultServiceQuota",
  "tag:GetResources",
];

/**
 * Actions of preflight on resources that may be the account's and not the stack's, such as a certificate that somebody gave, by
 * their type.
 */
const ofTypes: Readonly<Record<string, readonly string[]>> = {
  "acm:certificate": ["acm:DescribeCertificate"],
  "ecr:repository": ["ecr:DescribeImages"],
  "kms:key": ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:ListGrants"],
  "route53:hostedzone": ["route53:GetHostedZone", "route53:ListResourceRecordSets"],
  "sns:topic": ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"],
  "ssm:parameter": ["ssm:GetParameter"],
};

/**
 * Statements of what `npm run preflight -- aws` asks, but for what whoever asks may do: it only looks, and sees no secret's value.
 *
 * @param scope where the stack is, or all of its environments
 */
export function preflightStatements(scope: Scope): Statement[] {
  const { account, partition, region } = scope;
  const all = places(scope);
  const named = Object.entries(ofTypes).map(([type, actions]) => allow(actions, arnsOf(all[type]!)));
  const quotas = [`arn:${partition}:servicequotas:${region}:${account}:*`];
  return [allow(everywhere, ["*"]), allow(["servicequotas:GetServiceQuota"], quotas), ...named].filter(
    ({ Resource = [] }) => Resource.length > 0,
  );
}

function allow(actions: readonly string[], resources: readonly string[]): Statement {
  return { Effect: "Allow", Action: actions, Resource: resources };
}

/** By names where there are some; of what is told by tags, all of the type. */
function arnsOf(place: Place): readonly string[] {
  return "named" in place ? place.named : place.tagged;
}
