import type { Condition, Statement } from "./document";
import { places } from "./places";
import { tagsAre } from "./rules";
import type { Scope } from "./scope";

/*
 * Most that the roles of a cluster in Auto Mode may do: https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html.
 * AWS's own policies compare the tag `eks:eks-cluster-name` with that of the session, which whoever takes a role on may choose; here it
 * is compared with the names of the stack's clusters. See docs/decisions/0038-a-cluster-is-bounded-by-its-name.md.
 */

/** Reach of the roles of EKS clusters. */
export interface ClusterScope extends Scope {
  /** Names of the clusters; `*` stands for any text. */
  readonly clusters: readonly string[];
}

/** Tag that EKS puts on everything that it makes for a cluster. */
const clusterTag = "eks:eks-cluster-name";

/** What the role of a cluster does at least: https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html */
export function clusterLooks(scope: ClusterScope): Statement[] {
  return [
    allow(looking, ["*"]),
    allow(["ec2:CreateTags"], ec2(scope, "instance"), {
      ...ofCluster("ResourceTag", scope),
      "ForAnyValue:StringLike": { "aws:TagKeys": ["kubernetes.io/cluster/*"] },
    }),
  ];
}

/** Starts of nodes: of any image, but in subnets and security groups of the stack, and with a role of the stack. */
export function clusterNodes(scope: ClusterScope): Statement[] {
  const { account, partition, prefix, region } = scope;
  const iam = (rest: string) => [`arn:${partition}:iam::${account}:${rest}`];
  const start = ["ec2:CreateFleet", "ec2:RunInstances"];
  const made = ["fleet", "instance", "launch-template", "network-interface", "volume"];
  const make = [...start, "ec2:CreateLaunchTemplate"];
  return [
    allow(start, [`arn:${partition}:ec2:${region}::image/*`]),
    ...inOurNetwork(start, scope),
    allow(start, ec2(scope, "launch-template"), ofCluster("ResourceTag", scope)),
    allow(make, ec2(scope, ...made), {
      ...ofCluster("RequestTag", scope),
      "ForAllValues:StringLike": { "aws:TagKeys": ["eks:*", "kubernetes.io/cluster/*"] },
    }),
    allow(["ec2:CreateTags"], ec2(scope, ...made), {
      StringEquals: { "ec2:CreateAction": [...make, "ec2:CreateNetworkInterface"].map(withoutService) },
    }),
    // Instance profiles are made by EKS's service-linked role, and named by it.
    allow(["iam:AddRoleToInstanceProfile"], iam("instance-profile/eks*")),
    allow(["iam:PassRole"], iam(`role/${prefix}*`), {
      StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
    }),
  ];
}

/** Network interfaces of pods, in subnets and security groups of the stack. */
export function clusterInterfaces(scope: ClusterScope): Statement[] {
  const create = ["ec2:CreateNetworkInterface"];
  const change = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:AttachNetworkInterface",
    "ec2:DetachNetworkInterface",
    "ec2:ModifyNetworkInterfaceAttribute",
    "ec2:UnassignPrivateIpAddresses",
  ];
  return [
    ...inOurNetwork(create, scope),
    allow(create, ec2(scope, "network-interface"), {
      ...ofCluster("RequestTag", scope),
      "ForAllValues:StringLike": { "aws:TagKeys": ["eks:*"] },
    }),
    allow(change, ec2(scope, "instance", "network-interface"), ofCluster("ResourceTag", scope)),
  ];
}

/** Pods as targets of the stack's load balancer. */
export function clusterTargets(scope: ClusterScope): Statement[] {
  const { account, partition, region } = scope;
  const groups = [`arn:${partition}:elasticloadbalancing:${region}:${account}:targetgroup/*/*`];
  const register = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"];
  return [allow(register, groups, ofCluster("ResourceTag", scope))];
}

/** Identities that nodes hand out to pods, of this cluster alone. */
export function nodeIdentities({ account, clusters, partition, region }: ClusterScope): Statement[] {
  const arns = clusters.map((name) => `arn:${partition}:eks:${region}:${account}:cluster/${name}`);
  return [allow(["eks-auth:AssumeRoleForPodIdentity"], arns)];
}

/** Images that nodes pull: of the stack's repository, of the one that it was given, and of EKS's own for add-ons. */
export function nodeImages(scope: ClusterScope): Statement[] {
  const { given, partition, region } = scope;
  return [
    allow(["ecr:GetAuthorizationToken"], ["*"]),
    allow(
      ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      [
        ...arnsOf(scope, "ecr:repository"),
        ...given.repositories,
        // Of an account of AWS's in each region: https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html
        `arn:${partition}:ecr:${region}:*:repository/eks/*`,
      ],
    ),
  ];
}

const looking = [
  "ec2:DescribeAccountAttributes",
  "ec2:DescribeAddresses",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeDhcpOptions",
  "ec2:DescribeInstances",
  "ec2:DescribeInstanceTopology",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcs",
  "ec2:GetSecurityGroupsForVpc",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeTargetGroupAttributes",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
];

function inOurNetwork(actions: readonly string[], scope: ClusterScope): Statement[] {
  return [
    allow(actions, arnsOf(scope, "ec2:security-group"), tagsAre("ResourceTag", scope)),
    // Those of an existing network are named, and have tags of their own.
    allow(
      actions,
      arnsOf(scope, "ec2:subnet"),
      scope.given.subnets.length === 0 ? tagsAre("ResourceTag", scope) : undefined,
    ),
  ];
}

function ofCluster(key: "RequestTag" | "ResourceTag", { clusters }: ClusterScope): Condition {
  return { StringLike: { [`aws:${key}/${clusterTag}`]: clusters } };
}

function ec2({ account, partition, region }: Scope, ...types: readonly string[]): string[] {
  return types.map((type) => `arn:${partition}:ec2:${region}:${account}:${type}/*`);
}

function arnsOf(scope: Scope, type: string): readonly string[] {
  const place = places(scope)[type]!;
  return "named" in place ? place.named : place.tagged;
}

function allow(actions: readonly string[], resources: readonly string[], condition?: Condition): Statement {
  return {
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(condition && { Condition: condition }),
  };
}

function withoutService(action: string): string {
  return action.split(":")[1]!;
}
