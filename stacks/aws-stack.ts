import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { PrivateDatabase, PublicWebTier, TieredNetwork } from "../constructs/aws";
import type { ThreeTier } from "../constructs/three-tier";
import { counterApp, requireKnownCertificates } from "./counter-app";
import type { Profile } from "./profiles";

/** What the AWS stack must be told. */
export interface AwsStackProps {
  /** Region to deploy to, such as `us-east-1`. */
  readonly region: string;
  /** How much redundancy and protection. */
  readonly profile: Profile;
}

/** The visit counter on AWS. */
export class AwsStack extends TerraformStack implements ThreeTier {
  readonly network: TieredNetwork;
  readonly database: PrivateDatabase;
  readonly web: PublicWebTier;

  constructor(scope: Construct, id: string, { region, profile }: AwsStackProps) {
    super(scope, id);
    requireKnownCertificates(this, region);
    new AwsProvider(this, "aws", {
      region,
      defaultTags: [{ tags: { application: "counterpart", stack: id } }],
    });

    this.network = new TieredNetwork(this, "network", { region, ...profile.network });
    this.database = new PrivateDatabase(this, "database", { network: this.network, ...profile.database });
    this.web = new PublicWebTier(this, "web", {
      network: this.network,
      database: this.database,
      app: counterApp,
      ...profile.web,
    });

    new TerraformOutput(this, "url", { value: this.web.url });
    new TerraformOutput(this, "health_url", { value: `${this.web.url}${counterApp.healthPath}` });
  }
}
