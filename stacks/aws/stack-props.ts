import type { Construct } from "constructs";
import {
  type ExistingNetworkProps,
  type Https,
  isTopicArn,
  type KubernetesWebTierProps,
  type TieredNetworkProps,
  topicArnRule,
} from "../../constructs/aws";
import { requireThat } from "../../constructs/shared";
import type { Profile } from "../context/profiles";

/** Properties of {@link AwsStack}. */
export interface AwsStackProps {
  /** Region to deploy to, such as `us-east-1`. */
  readonly region: string;
  /** Profile: redundancy and protection of each tier. */
  readonly profile: Profile;
  /**
   * Number of the account to deploy to; the provider refuses every other before it reads anything.
   *
   * @default - whichever account the credentials are of
   */
  readonly accountId?: string;
  /**
   * Paths of stacks that may stop being production.
   *
   * @default - none
   */
  readonly leaveProduction?: readonly string[];
  /**
   * EC2 instance type of the servers.
   *
   * @default - what {@link PublicWebTier} takes
   */
  readonly instanceType?: string;
  /**
   * Instance class of the database.
   *
   * @default - the smallest in the lab, elsewhere what {@link PrivateDatabase} takes
   */
  readonly instanceClass?: string;
  /**
   * GiB that the database begins with; it grows by itself.
   *
   * @default - what {@link PrivateDatabase} takes
   */
  readonly storageGiB?: number;
  /**
   * HTTPS: a domain name, a certificate, or none.
   *
   * @default - not at all, where the profile states why that may be
   */
  readonly https?: Https;
  /**
   * A VPC that was there before.
   *
   * @default - a VPC of its own
   */
  readonly existingNetwork?: Omit<ExistingNetworkProps, "region">;
  /**
   * Zones, way out and flow logs of a VPC of its own, where they are to differ from the profile's; none of it goes with
   * `existingNetwork`.
   *
   * @default - as in the profile
   */
  readonly ownNetwork?: Pick<TieredNetworkProps, "zones" | "egress" | "flowLogs">;
  /**
   * Whether rules that AWS maintains look at each request first.
   *
   * @default false
   */
  readonly webAcl?: boolean;
  /**
   * Whether a KMS key of the account's own encrypts database, logs, messages and artifact.
   *
   * @default false
   */
  readonly customerKey?: boolean;
  /**
   * Whether the plan refuses to destroy what cannot be made again: database, load balancer, logs, buckets and key.
   *
   * @default - as in the profile
   */
  readonly deletionProtection?: boolean;
  /**
   * Address that gets a mail about every alarm.
   *
   * @default - nobody gets mail, where the profile states why that may be
   */
  readonly alarmEmail?: string;
  /**
   * ARN of an SNS topic that exists and hears about everything, in place of a topic of the stack's own.
   *
   * @default - a topic of its own
   */
  readonly alarmTopicArn?: string;
  /**
   * US dollars a month that the account may cost before somebody hears about it.
   *
   * @default - no budget
   */
  readonly monthlyBudgetUsd?: number;
  /**
   * ARN of the policy that bounds every role of the stack.
   *
   * @default - what their own policies allow
   */
  readonly permissionsBoundary?: string;
  /**
   * A cluster that runs the application in place of servers: who administers it, and which image its pods start from.
   *
   * @default - servers run it
   */
  readonly kubernetes?: Pick<KubernetesWebTierProps, "access" | "image">;
  /**
   * Bucket in the same region that keeps Terraform's state, and locks it while somebody deploys.
   *
   * @default - a file beside the synthesized stack
   */
  readonly stateBucket?: string;
}

/**
 * Refuses alarms that nobody hears, where the profile does not say why that may be.
 *
 * @throws {ConstructError} where neither an address nor a reason is given
 */
export function checkAlarmEmail(
  scope: Construct,
  { alarmEmail, alarmTopicArn, profile }: AwsStackProps,
): void {
  requireThat(
    scope,
    "alarmEmail",
    alarmEmail,
    "be given with a profile whose alarms somebody must hear (or `awsAlarmTopicArn`, or say in `noAlarmEmailBecause` who does without an e-mail)",
    (address) =>
      address !== undefined || alarmTopicArn !== undefined || profile.noAlarmEmailBecause !== undefined,
  );
  requireThat(
    scope,
    "alarmTopicArn",
    alarmTopicArn,
    "be absent with `awsAlarmEmail`, because whoever owns that topic decides who hears it",
    (arn) => arn === undefined || alarmEmail === undefined,
  );
  if (alarmTopicArn !== undefined)
    requireThat(scope, "alarmTopicArn", alarmTopicArn, topicArnRule, isTopicArn);
}

/**
 * Refuses choices for a VPC of its own where there is none.
 *
 * @throws {ConstructError} where both networks are spoken of
 */
export function checkNetworkChoice(scope: Construct, { existingNetwork, ownNetwork }: AwsStackProps): void {
  requireThat(
    scope,
    "ownNetwork",
    ownNetwork,
    "be absent with `existingNetwork`, which has zones, a way out and perhaps flow logs",
    (own) => own === undefined || existingNetwork === undefined,
  );
}
