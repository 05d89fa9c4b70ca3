import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  CustomerKey,
  ExistingNetwork,
  type ExistingNetworkProps,
  type Https,
  type INetwork,
  PrivateDatabase,
  PublicWebTier,
  TieredNetwork,
  Watch,
} from "../constructs/aws";
import { requireThat } from "../constructs/errors";
import type { ThreeTier } from "../constructs/three-tier";
import { awsOutputs } from "./aws-outputs";
import { httpsOrReason } from "./aws-https";
import { counterApp, requireKnownCertificates } from "./counter-app";
import type { Profile } from "./profiles";

/** What the AWS stack must be told. */
export interface AwsStackProps {
  /** Region to deploy to, such as `us-east-1`. */
  readonly region: string;
  /** How much redundancy and protection. */
  readonly profile: Profile;
  /**
   * How visits are encrypted.
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
   * Address that gets a mail about every alarm.
   *
   * @default - nobody gets mail
   */
  readonly alarmEmail?: string;
  /**
   * US dollars a month that the account may cost before somebody hears about it.
   *
   * @default - no budget
   */
  readonly monthlyBudgetUsd?: number;
  /**
   * Bucket in the same region that keeps Terraform's state, and locks it while somebody deploys.
   *
   * @default - a file beside the synthesized stack
   */
  readonly stateBucket?: string;
}

/** The visit counter on AWS. */
export class AwsStack extends TerraformStack implements ThreeTier {
  readonly network: INetwork;
  readonly database: PrivateDatabase;
  readonly web: PublicWebTier;

  constructor(scope: Construct, id: string, props: AwsStackProps) {
    super(scope, id);
    const { region, profile } = props;
    requireKnownCertificates(this, region);
    const tags = { application: "counterpart", stack: id };
    new AwsProvider(this, "aws", { region, defaultTags: [{ tags }] });
    if (props.stateBucket !== undefined) keepState(this, props.stateBucket, region);
    const key = props.customerKey ? this.createKey(props) : undefined;

    this.network = props.existingNetwork
      ? new ExistingNetwork(this, "network", { region, ...props.existingNetwork })
      : new TieredNetwork(this, "network", { region, key, ...profile.network });
    this.database = new PrivateDatabase(this, "database", {
      network: this.network,
      key,
      ...profile.database,
    });
    this.web = new PublicWebTier(this, "web", {
      network: this.network,
      database: this.database,
      app: counterApp,
      https: httpsOrReason(this, props),
      webAcl: props.webAcl ?? false,
      key,
      tags,
      ...profile.web,
    });
    new Watch(this, "watch", {
      web: this.web,
      database: this.database,
      email: props.alarmEmail,
      monthlyBudgetUsd: props.monthlyBudgetUsd,
      key,
    });
    awsOutputs(this);
  }

  private createKey({ region, profile }: AwsStackProps): CustomerKey {
    return new CustomerKey(this, "key", {
      region,
      deletionProtected: profile.database.deletionProtected ?? true,
    });
  }
}

function keepState(stack: TerraformStack, bucket: string, region: string): void {
  requireThat(
    stack,
    "stateBucket",
    bucket,
    "be a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots",
    (name) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name),
  );
  new S3Backend(stack, {
    bucket,
    region,
    key: `${stack.node.id}/terraform.tfstate`,
    encrypt: true,
  });
  // A lock beside the state, known to Terraform 1.10 and newer, and to cdktf's own types not at all.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
}
