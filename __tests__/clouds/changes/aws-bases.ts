import { App } from "cdktf";
import { awsOptions } from "../../../stacks/aws/options";
import type { AwsStackProps } from "../../../stacks/aws/stack-props";
import type { Context } from "../../../stacks/context/context";
import { leavingProduction, profileOf } from "../../../stacks/context/options";
import type { Profile } from "../../../stacks/context/profiles";
import type { Existing } from "./aws-existing";
import type { OptionChange } from "./change";

/** What is deployed before something changes, by its name in the table. */
export const awsBases = {
  lab: {},
  production: {
    profile: "production",
    awsDomainName: "www.example.com",
    awsHostedZoneId: "<zone>",
    awsAlarmEmail: "ops@example.com",
  },
  "lab with every option": {
    awsDomainName: "www.example.com",
    awsHostedZoneId: "<zone>",
    awsAlarmEmail: "ops@example.com",
    awsMonthlyBudgetUsd: 100,
    awsWebAcl: true,
    awsCustomerKey: true,
    awsDeletionProtection: true,
    awsZones: "us-east-1a,us-east-1b,us-east-1c",
    awsEgress: "nat",
    awsFlowLogs: true,
  },
  "lab with a cluster": {
    webTier: "kubernetes",
    awsKubernetesAdmin: "arn:aws:iam::123456789012:role/operations",
    awsImage: `123456789012.dkr.ecr.us-east-1.amazonaws.com/counter@sha256:${"0".repeat(64)}`,
  },
  "lab in a VPC of yours": { awsExistingNetwork: "<network>" },
} as const satisfies Record<string, Context>;

/** Name of a base. */
export type AwsBase = keyof typeof awsBases;

/** What a deployment is told: keys of the context, and of a profile of one's own what differs. */
export interface AwsInput {
  /** Keys that differ from the base's. */
  readonly context?: Context;
  /** What a profile written in code has for one of the tiers, beside what the base's has. */
  readonly code?: { readonly [tier in "network" | "database" | "web"]?: object };
}

/**
 * What the stack is told by a base and a change of it.
 *
 * @param base its name
 * @param input what differs
 * @param there what was in the account before, by the names that base and input have for it
 */
export function awsProps(base: AwsBase, { context, code }: AwsInput, there: Existing): AwsStackProps {
  const found = (value: object) =>
    JSON.parse(JSON.stringify(value), (_, name: unknown) => there[name as keyof Existing] ?? name) as Context;
  const given = found({ awsRegion: "us-east-1", profile: "lab", ...awsBases[base], ...context });
  return {
    profile: withCode(profileOf(given), found({ ...code })),
    leaveProduction: leavingProduction(given) ?? [],
    ...awsOptions(new App({ context: given }).node),
  };
}

function withCode(profile: Profile, code: NonNullable<AwsInput["code"]>): Profile {
  return {
    ...profile,
    network: { ...profile.network, ...code?.network },
    database: { ...profile.database, ...code?.database },
    web: { ...profile.web, ...code?.web },
  };
}

export const endpoints = [
  "aws_security_group",
  "aws_vpc_endpoint",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];
export const flowLogs = ["aws_cloudwatch_log_group", "aws_flow_log", "aws_iam_role", "aws_iam_role_policy"];

export type AwsChange = OptionChange<AwsBase, AwsInput>;

export const all = "lab with every option";
export const cluster = "lab with a cluster";
export const yours = "lab in a VPC of yours";
