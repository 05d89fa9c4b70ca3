import type { Rule } from "./rules";
import { tagsAre } from "./rules";
import { places } from "./places";
import type { Scope } from "./scope";

/** Further conditions on some actions. */
export interface Guards {
  /** ARN of the policy that must bound every role. */
  readonly boundaryArn: string;
  /** Services that a role is made for, such as `ec2.amazonaws.com`. */
  readonly services: readonly string[];
  /** ARNs of the managed policies that roles are given. */
  readonly managedPolicies: readonly string[];
}

/** Actions whose resources do not say enough, each with what decides instead. */
export function exceptions(scope: Scope, guards: Guards): Readonly<Record<string, readonly Rule[]>> {
  const { account, partition, region } = scope;
  const roles = named(scope, "iam:role");
  const ec2 = (type: string) => `arn:${partition}:ec2:${region}:${account}:${type}/*`;
  const bounded = { StringEquals: { "iam:PermissionsBoundary": guards.boundaryArn } };
  return {
    "iam:CreateRole": [{ resources: roles, condition: bounded }],
    "iam:PutRolePermissionsBoundary": [{ resources: roles, condition: bounded }],
    "iam:PutRolePolicy": [{ resources: roles, condition: bounded }],
    "iam:AttachRolePolicy": [policiesOnRoles(roles, guards)],
    "iam:DetachRolePolicy": [policiesOnRoles(roles, guards)],
    "iam:PassRole": [
      { resources: roles, condition: { StringEquals: { "iam:PassedToService": guards.services } } },
    ],
    "iam:CreateServiceLinkedRole": [serviceLinkedRoles(scope, guards)],
    // AWS asks about no cluster's name before there is one.
    "eks:CreateCluster": [{ resources: ["*"], condition: tagsAre("RequestTag", scope) }],
    // Servers are started by Auto Scaling from a template of ours; nothing is started without one.
    "ec2:RunInstances": [
      { resources: [ec2("launch-template")], condition: tagsAre("ResourceTag", scope) },
      {
        resources: [
          ...["instance", "network-interface", "security-group", "subnet", "volume"].map(ec2),
          ...["image", "snapshot"].map((type) => `arn:${partition}:ec2:${region}::${type}/*`),
        ],
        condition: { ArnLike: { "ec2:LaunchTemplate": ec2("launch-template") } },
      },
    ],
    "acm:RequestCertificate": [{ resources: ["*"], condition: tagsAre("RequestTag", scope) }],
    "kms:CreateKey": [{ resources: ["*"], condition: tagsAre("RequestTag", scope) }],
    ...tagging(scope, "acm:AddTagsToCertificate", "acm:certificate"),
    ...tagging(scope, "kms:TagResource", "kms:key"),
    "elasticloadbalancing:AddTags": [
      {
        resources: [
          ...named(scope, "elasticloadbalancing:loadbalancer/app/"),
          ...named(scope, "elasticloadbalancing:listener/app"),
        ],
      },
      ...tagging(scope, "elasticloadbalancing:AddTags", "elasticloadbalancing:targetgroup")[
        "elasticloadbalancing:AddTags"
      ]!,
    ],
    "elasticloadbalancing:RemoveTags": [
      {
        resources: [
          ...named(scope, "elasticloadbalancing:loadbalancer/app/"),
          ...named(scope, "elasticloadbalancing:listener/app"),
        ],
      },
      {
        resources: allOf(scope, "elasticloadbalancing:targetgroup"),
        condition: tagsAre("ResourceTag", scope),
      },
    ],
    "ec2:CreateTags": [
      // While something is made, with our tags on it from its first moment.
      {
        resources: [`arn:${partition}:ec2:${region}:${account}:*`],
        condition: both(tagsAre("RequestTag", scope), { Null: { "ec2:CreateAction": "false" } }),
      },
      {
        resources: [`arn:${partition}:ec2:${region}:${account}:*`],
        condition: tagsAre("ResourceTag", scope),
      },
      // The VPC's default group, which AWS makes and nobody tags; the stack tags and empties it.
      { resources: [ec2("security-group")], condition: both(tagsAre("RequestTag", scope), untagged(scope)) },
    ],
    "ec2:RevokeSecurityGroupIngress": revocation(scope, ec2),
    "ec2:RevokeSecurityGroupEgress": revocation(scope, ec2),
    "kms:CreateGrant": [grants(scope, guards)],
  };
}

/** Tags on what is made with a number for a name: with ours from the first moment, and on what has ours. */
function tagging(scope: Scope, action: string, type: string): Readonly<Record<string, readonly Rule[]>> {
  const resources = allOf(scope, type);
  return {
    [action]: [
      { resources, condition: both(tagsAre("RequestTag", scope), untagged(scope)) },
      { resources, condition: tagsAre("ResourceTag", scope) },
    ],
  };
}

function policiesOnRoles(resources: readonly string[], { managedPolicies }: Guards): Rule {
  return { resources, condition: { ArnEquals: { "iam:PolicyARN": managedPolicies } } };
}

const eks = "eks.amazonaws.com";

/** Services that make a role of their own in an account at their first use. */
const linkedServices = ["autoscaling", "elasticloadbalancing", "rds", "wafv2"].map(
  (name) => `${name}.amazonaws.com`,
);

function serviceLinkedRoles({ account, partition }: Scope, { services }: Guards): Rule {
  const linked = [...linkedServices, ...services.filter((service) => service === eks)];
  return {
    resources: [`arn:${partition}:iam::${account}:role/aws-service-role/*`],
    condition: { StringEquals: { "iam:AWSServiceName": linked } },
  };
}

/**
 * Grants on keys of our own, by RDS, Auto Scaling and others on our behalf alone; EKS, which is given its key when a cluster is made, is
 * not told by that condition: https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html. Whoever deploys writes these keys'
 * policies anyway.
 */
function grants(scope: Scope, { services }: Guards): Rule {
  const ours = tagsAre("ResourceTag", scope);
  const onBehalf = { Bool: { "kms:GrantIsForAWSResource": "true" } };
  return {
    resources: allOf(scope, "kms:key"),
    condition: services.includes(eks) ? ours : both(ours, onBehalf),
  };
}

function revocation(scope: Scope, ec2: (type: string) => string): Rule[] {
  const resources = [ec2("security-group")];
  return [
    { resources, condition: tagsAre("ResourceTag", scope) },
    { resources, condition: untagged(scope) },
  ];
}

/** Whether something carries none of our stack's tags. */
function untagged({ tags }: Scope) {
  return { Null: Object.fromEntries(Object.keys(tags).map((name) => [`aws:ResourceTag/${name}`, "true"])) };
}

function both<T extends Record<string, object>>(
  one: Rule["condition"],
  other: T,
): NonNullable<Rule["condition"]> {
  const merged = Object.entries(other).map(([operator, keys]) => [operator, { ...one?.[operator], ...keys }]);
  return { ...one, ...(Object.fromEntries(merged) as NonNullable<Rule["condition"]>) };
}

function allOf(scope: Scope, type: string): readonly string[] {
  const place = places(scope)[type];
  return place && "tagged" in place ? place.tagged : [];
}

function named(scope: Scope, type: string): readonly string[] {
  const place = places(scope)[type];
  return place && "named" in place ? place.named : [];
}
