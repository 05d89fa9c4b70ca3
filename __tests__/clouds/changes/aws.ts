import { App } from "cdktf";
import { awsOptions } from "../../../stacks/aws/options";
import type { AwsStackProps } from "../../../stacks/aws/stack-props";
import type { Context } from "../../../stacks/context/context";
import { profileOf } from "../../../stacks/context/options";
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

const endpoints = [
  "aws_security_group",
  "aws_vpc_endpoint",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];
const flowLogs = ["aws_cloudwatch_log_group", "aws_flow_log", "aws_iam_role", "aws_iam_role_policy"];

type AwsChange = OptionChange<AwsBase, AwsInput>;

const all = "lab with every option";
const yours = "lab in a VPC of yours";
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";

/** What each option of AWS does to a stack that runs. */
export const awsChanges: readonly AwsChange[] = [
  {
    option: "profile",
    base: "lab",
    change: "`lab` → `production`",
    to: { context: awsBases.production },
    effect: "in place",
    note: "the database gets its class and its standby in the next maintenance window, and is away for a minute",
  },
  {
    option: "profile",
    base: "production",
    change: "`production` → `lab`",
    to: { context: { profile: "lab" } },
    effect: "in place",
    gone: [...flowLogs, "terraform_data"],
    note: "then `destroy` works; until then backups are kept for a day and flow logs go",
  },
  {
    option: "clouds",
    base: "lab",
    change: '`["aws"]`',
    to: { context: { clouds: ["aws"] } },
    effect: "nothing",
  },
  {
    option: "awsRegion",
    base: "lab",
    change: "another region",
    to: { context: { awsRegion: "us-west-2" } },
    effect: "refused",
  },
  {
    option: "awsHostedZoneId",
    base: "lab",
    change: "comes with `awsDomainName`",
    to: { context: { awsDomainName: "www.example.com", awsHostedZoneId: "<zone>" } },
    effect: "in place",
  },
  {
    option: "awsHostedZoneId",
    base: all,
    change: "goes with `awsDomainName`",
    to: { context: { awsDomainName: "", awsHostedZoneId: "" } },
    effect: "in place",
    gone: [
      "aws_acm_certificate",
      "aws_acm_certificate_validation",
      "aws_lb_listener",
      "aws_route53_record",
      "aws_vpc_security_group_ingress_rule",
    ],
  },
  {
    option: "awsDomainName",
    base: all,
    change: "another name",
    to: { context: { awsDomainName: "app.example.com" } },
    effect: "in place",
    gone: ["aws_acm_certificate", "aws_acm_certificate_validation", "aws_route53_record"],
  },
  {
    option: "awsCertificateArn",
    base: "lab",
    change: "comes with `awsDomainName`",
    to: { context: { awsDomainName: "www.example.com", awsCertificateArn: certificateArn } },
    effect: "in place",
  },
  {
    option: "awsCertificateArn",
    base: all,
    change: "comes in place of `awsHostedZoneId`",
    to: { context: { awsHostedZoneId: "", awsCertificateArn: certificateArn } },
    effect: "in place",
    gone: ["aws_acm_certificate", "aws_acm_certificate_validation", "aws_route53_record"],
  },
  {
    option: "awsAlarmEmail",
    base: "lab",
    change: "comes",
    to: { context: { awsAlarmEmail: "ops@example.com" } },
    effect: "in place",
  },
  {
    option: "awsAlarmEmail",
    base: all,
    change: "another address",
    to: { context: { awsAlarmEmail: "on-call@example.com" } },
    effect: "in place",
    gone: ["aws_sns_topic_subscription"],
    note: "nobody hears of alarms until the mail from AWS is confirmed",
  },
  {
    option: "awsAlarmEmail",
    base: all,
    change: "goes",
    to: { context: { awsAlarmEmail: "" } },
    effect: "in place",
    gone: ["aws_sns_topic_subscription"],
  },
  {
    option: "noAlarmEmailBecause",
    base: "production",
    change: "comes",
    to: { context: { noAlarmEmailBecause: "the team watches the topic by itself" } },
    effect: "nothing",
  },
  {
    option: "awsMonthlyBudgetUsd",
    base: "lab",
    change: "comes",
    to: { context: { awsMonthlyBudgetUsd: 50 } },
    effect: "in place",
  },
  {
    option: "awsMonthlyBudgetUsd",
    base: all,
    change: "another sum",
    to: { context: { awsMonthlyBudgetUsd: 200 } },
    effect: "in place",
  },
  {
    option: "awsMonthlyBudgetUsd",
    base: all,
    change: "goes",
    to: { context: { awsMonthlyBudgetUsd: "" } },
    effect: "in place",
    gone: ["aws_budgets_budget"],
  },
  {
    option: "awsWebAcl",
    base: "lab",
    change: "`false` → `true`",
    to: { context: { awsWebAcl: true } },
    effect: "in place",
  },
  {
    option: "awsWebAcl",
    base: all,
    change: "`true` → `false`",
    to: { context: { awsWebAcl: false } },
    effect: "in place",
    gone: [
      "aws_cloudwatch_log_group",
      "aws_wafv2_web_acl",
      "aws_wafv2_web_acl_association",
      "aws_wafv2_web_acl_logging_configuration",
    ],
  },
  {
    option: "awsCustomerKey",
    base: "lab",
    change: "`false` → `true`",
    to: { context: { awsCustomerKey: true } },
    effect: "refused",
  },
  {
    option: "awsCustomerKey",
    base: all,
    change: "`true` → `false`",
    to: { context: { awsCustomerKey: false } },
    effect: "refused",
  },
  {
    option: "awsDeletionProtection",
    base: "lab",
    change: "`true`",
    to: { context: { awsDeletionProtection: true } },
    effect: "in place",
  },
  {
    option: "awsDeletionProtection",
    base: "production",
    change: "`false`",
    to: { context: { awsDeletionProtection: false } },
    effect: "in place",
  },
  {
    option: "awsStateBucket",
    base: "lab",
    change: "comes",
    to: { context: { awsStateBucket: "states-of-counterpart" } },
    effect: "nothing",
    note: "`terraform init -migrate-state` moves the state first",
  },
  {
    option: "awsExistingNetwork",
    base: "lab",
    change: "comes",
    to: { context: { awsExistingNetwork: "<network>" } },
    effect: "refused",
  },
  {
    option: "awsExistingNetwork",
    base: yours,
    change: "goes",
    to: { context: { awsExistingNetwork: "" } },
    effect: "refused",
  },
  {
    option: "awsExistingNetwork",
    base: yours,
    change: "another VPC",
    to: { context: { awsExistingNetwork: "<other network>" } },
    effect: "refused",
  },
  {
    option: "awsExistingNetwork",
    base: yours,
    change: "other subnets of the same VPC",
    to: { context: { awsExistingNetwork: "<other subnets>" } },
    effect: "in place",
  },
  {
    option: "awsZones",
    base: "lab",
    change: "the same zones by their names",
    to: { context: { awsZones: "us-east-1a,us-east-1b" } },
    effect: "nothing",
  },
  {
    option: "awsZones",
    base: "lab",
    change: "one more",
    to: { context: { awsZones: "us-east-1a,us-east-1b,us-east-1c" } },
    effect: "in place",
  },
  {
    option: "awsZones",
    base: "lab",
    change: "another instead of one",
    to: { context: { awsZones: "us-east-1a,us-east-1c" } },
    effect: "refused",
  },
  {
    option: "awsZones",
    base: all,
    change: "one goes",
    to: { context: { awsZones: "us-east-1a,us-east-1b" } },
    effect: "refused",
  },
  {
    option: "awsEgress",
    base: "lab",
    change: "`endpoints` → `endpoints-per-zone`",
    to: { context: { awsEgress: "endpoints-per-zone" } },
    effect: "in place",
  },
  ...(["nat", "nat-per-zone"] as const).map((way): AwsChange => ({
    option: "awsEgress",
    base: "lab",
    change: `\`endpoints\` → \`${way}\``,
    to: { context: { awsEgress: way } },
    effect: "servers roll",
    gone: ["aws_route_table", ...endpoints],
  })),
  {
    option: "awsEgress",
    base: "lab",
    change: "`endpoints` → `public-addresses`",
    to: { context: { awsEgress: "public-addresses" } },
    effect: "servers roll",
    gone: [...endpoints, "terraform_data"],
  },
  {
    option: "awsEgress",
    base: all,
    change: "`nat` → `nat-per-zone`",
    to: { context: { awsEgress: "nat-per-zone" } },
    effect: "in place",
  },
  {
    option: "awsEgress",
    base: all,
    change: "`nat` → `endpoints`",
    to: { context: { awsEgress: "endpoints" } },
    effect: "servers roll",
    gone: [
      "aws_eip",
      "aws_nat_gateway",
      "aws_route",
      "aws_route_table",
      "aws_vpc_security_group_egress_rule",
    ],
  },
  {
    option: "awsEgress",
    base: all,
    change: "`nat` → `public-addresses`",
    to: { context: { awsEgress: "public-addresses" } },
    effect: "servers roll",
    gone: ["aws_eip", "aws_nat_gateway", "aws_route", "aws_route_table", "terraform_data"],
  },
  {
    option: "awsFlowLogs",
    base: "lab",
    change: "`true`",
    to: { context: { awsFlowLogs: true } },
    effect: "in place",
  },
  {
    option: "awsFlowLogs",
    base: "production",
    change: "`false`",
    to: { context: { awsFlowLogs: false } },
    effect: "in place",
    gone: flowLogs,
  },
  {
    option: "cidrBlock",
    base: "lab",
    change: "other addresses",
    to: { code: { network: { cidrBlock: "10.1.0.0/16" } } },
    effect: "refused",
  },
  {
    option: "databaseName",
    base: "lab",
    change: "another name",
    to: { code: { database: { databaseName: "visits" } } },
    effect: "refused",
  },
  {
    option: "backupRetentionDays",
    base: "lab",
    change: "more",
    to: { code: { database: { backupRetentionDays: 7 } } },
    effect: "in place",
  },
  {
    option: "standby",
    base: "lab",
    change: "`true`",
    to: { code: { database: { standby: true } } },
    effect: "in place",
  },
  {
    option: "logRetentionDays",
    base: "lab",
    change: "longer",
    to: { code: { database: { logRetentionDays: 60 }, web: { logRetentionDays: 60 } } },
    effect: "in place",
  },
  {
    option: "engineVersion",
    base: "lab",
    change: "a later major version, with `majorUpgradeAllowed`",
    to: { code: { database: { engineVersion: "18", majorUpgradeAllowed: true } } },
    effect: "servers roll",
    gone: ["aws_db_parameter_group"],
    note: "the database is away for minutes",
  },
  {
    option: "engineVersion",
    base: "lab",
    change: "a later major version alone",
    to: { code: { database: { engineVersion: "18" } } },
    effect: "refused",
  },
  {
    option: "engineVersion",
    base: "lab",
    change: "an earlier major version",
    to: { code: { database: { engineVersion: "16", majorUpgradeAllowed: true } } },
    effect: "refused",
  },
  {
    option: "instanceClass",
    base: "production",
    change: "another class",
    to: { code: { database: { instanceClass: "db.m7g.large" } } },
    effect: "in place",
  },
  {
    option: "storageGiB",
    base: "lab",
    change: "more",
    to: { code: { database: { storageGiB: 50 } } },
    effect: "in place",
  },
  {
    option: "storageGiB",
    base: all,
    change: "less than it has",
    to: { code: { database: { storageGiB: 20 } } },
    effect: "nothing",
  },
  {
    option: "secretRotationDays",
    base: "lab",
    change: "comes",
    to: { code: { database: { secretRotationDays: 30 } } },
    effect: "in place",
  },
  {
    option: "servers",
    base: "lab",
    change: "more",
    to: { code: { web: { servers: { min: 3, max: 6 } } } },
    effect: "in place",
  },
  {
    option: "scaleAt",
    base: "lab",
    change: "other averages",
    to: { code: { web: { scaleAt: { cpuPercent: 40, requestsPerMinute: 3000 } } } },
    effect: "in place",
  },
  {
    option: "instanceType",
    base: "lab",
    change: "another type",
    to: { code: { web: { instanceType: "t3.small" } } },
    effect: "servers roll",
  },
  {
    option: "instanceType",
    base: "lab",
    change: "another processor",
    to: { code: { web: { instanceType: "t4g.micro" } } },
    effect: "servers roll",
  },
  {
    option: "imageId",
    base: "lab",
    change: "an image of yours",
    to: { code: { web: { imageId: "<image>" } } },
    effect: "servers roll",
  },
];
