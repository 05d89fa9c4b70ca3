import type { Scope } from "./scope";

/** Location of resources of one type: ARNs that name them, or ARNs of all of the type, of which their tags tell ours. */
export type Place = { readonly named: readonly string[] } | { readonly tagged: readonly string[] };

/** An action's type of resource, as AWS's service authorization reference names it, with the service before it. */
type Places = Readonly<Record<string, Place>>;

const named = (...arns: readonly string[]): Place => ({ named: arns });
const tagged = (...arns: readonly string[]): Place => ({ tagged: arns });

/**
 * Where the stack's resources are, by type. By name wherever a name is ours to choose; EC2 numbers its resources, KMS, ACM and
 * target groups likewise, and there tags tell.
 */
export function places(scope: Scope): Places {
  const { account, partition, region, prefix, path, given } = scope;
  const arn = (service: string, rest: string, place = `${region}:${account}`) =>
    `arn:${partition}:${service}:${place}:${rest}`;
  const ec2 = (type: string) => arn("ec2", `${type}/*`);
  const loadBalancer = arn("elasticloadbalancing", `loadbalancer/app/${prefix}*/*`);
  const logGroups = [
    `/${path}/*`,
    `/aws/eks/${prefix}*`,
    `/aws/rds/instance/${prefix}*`,
    `aws-waf-logs-${prefix}*`,
  ];
  const chosen = (type: string, ids: readonly string[]) =>
    ids.length > 0 ? named(...ids.map((id) => arn("ec2", `${type}/${id}`))) : tagged(ec2(type));
  return {
    "acm:certificate": tagged(arn("acm", "certificate/*")),
    "autoscaling:autoScalingGroup": named(
      arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${prefix}*`),
    ),
    "budgets:budget": named(arn("budgets", `budget/${prefix}*`, `:${account}`)),
    "cloudwatch:alarm": named(arn("cloudwatch", `alarm:${prefix}*`)),
    "cloudwatch:dashboard": named(arn("cloudwatch", `dashboard/${prefix}*`, `:${account}`)),
    ...inClusters(arn, prefix),
    "ecr:repository": named(arn("ecr", `repository/${prefix}*`)),
    ...Object.fromEntries(ec2Types.map((type) => [`ec2:${type}`, tagged(ec2(type))])),
    "ec2:subnet": chosen("subnet", given.subnets),
    "ec2:vpc": chosen("vpc", given.vpcs),
    "elasticloadbalancing:listener/app": named(arn("elasticloadbalancing", `listener/app/${prefix}*/*/*`)),
    "elasticloadbalancing:loadbalancer": named(loadBalancer),
    "elasticloadbalancing:loadbalancer/app/": named(loadBalancer),
    // Their names are as short as the provider wants prefixes to be.
    "elasticloadbalancing:targetgroup": tagged(arn("elasticloadbalancing", "targetgroup/*/*")),
    "iam:instance-profile": named(arn("iam", `instance-profile/${prefix}*`, `:${account}`)),
    "iam:role": named(arn("iam", `role/${prefix}*`, `:${account}`)),
    "kms:alias": named(arn("kms", `alias/${prefix}*`)),
    "kms:key": tagged(arn("kms", "key/*")),
    "logs:log-group": named(...logGroups.map((name) => arn("logs", `log-group:${name}`))),
    "logs:log-stream": named(...logGroups.map((name) => arn("logs", `log-group:${name}:log-stream:*`))),
    "rds-db:db-user": named(arn("rds-db", "dbuser:*/webapp")),
    "rds:db": named(arn("rds", `db:${prefix}*`)),
    "rds:es": named(arn("rds", `es:${prefix}*`)),
    // The option group that RDS keeps for each engine.
    "rds:og": named(arn("rds", "og:default:*")),
    "rds:pg": named(arn("rds", `pg:${prefix}*`)),
    "rds:snapshot": named(arn("rds", `snapshot:${prefix}*`)),
    "rds:subgrp": named(arn("rds", `subgrp:${prefix}*`)),
    "route53:change": named(arn("route53", "change/*", ":")),
    "route53:hostedzone": named(...given.zones.map((id) => arn("route53", `hostedzone/${id}`, ":"))),
    "s3:bucket": named(arn("s3", `${prefix}*`, ":")),
    "s3:object": named(...(scope.objects ?? ["*"]).map((key) => arn("s3", `${prefix}*/${key}`, ":"))),
    // RDS names the secrets that it keeps itself, after itself.
    "secretsmanager:Secret": named(arn("secretsmanager", "secret:rds!*")),
    "sns:topic": named(arn("sns", `${prefix}*`)),
    "ssm:parameter": named(arn("ssm", "parameter/aws/service/ami-amazon-linux-latest/*", `${region}:`)),
    "wafv2:loadbalancer/app/": named(loadBalancer),
    "wafv2:webacl": named(arn("wafv2", `regional/webacl/${prefix}*/*`)),
    "wafv2:managedruleset": named(arn("wafv2", "regional/managedruleset/*/*")),
  };
}

/** A cluster, and what is in it and goes by its name first. */
function inClusters(arn: (service: string, rest: string) => string, prefix: string): Places {
  const types = { "access-entry": "/*", addon: "/*", cluster: "", podidentityassociation: "/*" };
  return Object.fromEntries(
    Object.entries(types).map(([type, rest]) => [
      `eks:${type}`,
      named(arn("eks", `${type}/${prefix}*${rest}`)),
    ]),
  );
}

const nowhere: Scope = {
  account: "",
  partition: "",
  region: "",
  prefix: "",
  path: "",
  tags: {},
  given: { vpcs: [], subnets: [], zones: [], repositories: [] },
};

/** Whether somebody has said where resources of a type are. */
export function isKnownType(type: string): boolean {
  return Object.hasOwn(places(nowhere), type);
}

/** Types of EC2 that the stack makes, and whose tags tell whose they are. */
const ec2Types = [
  "elastic-ip",
  "internet-gateway",
  "launch-template",
  "natgateway",
  "network-interface",
  "route-table",
  "security-group",
  "security-group-rule",
  "subnet",
  "vpc",
  "vpc-endpoint",
  "vpc-flow-log",
];
