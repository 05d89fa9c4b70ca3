import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  boundRoles,
  ExistingNetwork,
  type INetwork,
  KubernetesWebTier,
  Monitoring,
  PrivateDatabase,
  PublicWebTier,
  TieredNetwork,
} from "../constructs/aws";
import type { ThreeTier } from "../constructs/three-tier";
import { awsChoices } from "./aws/choices";
import { rememberChoices } from "./aws/deployed-with";
import { awsOutputs } from "./aws/outputs";
import type { AwsStackProps } from "./aws/stack-props";
import { keepState } from "./aws/state";
import { rememberProduction } from "./context/production";
import { tagsOf } from "./context/tags";
import { counterApp } from "./counter-app";

/** The visit counter on AWS. */
export class AwsStack extends TerraformStack implements ThreeTier {
  readonly network: INetwork;
  readonly database: PrivateDatabase;
  readonly web: PublicWebTier | KubernetesWebTier;

  constructor(scope: Construct, id: string, props: AwsStackProps) {
    super(scope, id);
    const tags = tagsOf(this);
    const choices = awsChoices(this, props);
    new AwsProvider(this, "aws", { ...choices.provider, defaultTags: [{ tags }] });

    this.network = choices.existingNetwork
      ? new ExistingNetwork(this, "network", choices.existingNetwork)
      : new TieredNetwork(this, "network", choices.network);
    this.database = new PrivateDatabase(this, "database", { network: this.network, ...choices.database });
    const web = { network: this.network, database: this.database, app: counterApp, ...choices.web };
    this.web = choices.kubernetes
      ? new KubernetesWebTier(this, "web", { ...web, ...choices.kubernetes })
      : new PublicWebTier(this, "web", { ...web, tags });
    new Monitoring(this, "watch", { web: this.web, database: this.database, ...choices.monitoring });

    if (props.permissionsBoundary !== undefined) boundRoles(this, props.permissionsBoundary);
    keepState(this, props);
    rememberChoices(this, props);
    rememberProduction(this, choices.production);
    awsOutputs(this);
  }
}
