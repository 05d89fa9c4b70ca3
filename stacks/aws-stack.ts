import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  CustomerKey,
  ExistingNetwork,
  type INetwork,
  PrivateDatabase,
  PublicWebTier,
  TieredNetwork,
  Watch,
} from "../constructs/aws";
import type { ThreeTier } from "../constructs/three-tier";
import { httpsOrReason } from "./aws-https";
import { rememberChoices } from "./aws-deployed-with";
import { awsOutputs } from "./aws-outputs";
import { type AwsStackProps, checkAlarmEmail, checkNetworkChoice } from "./aws-stack-props";
import { keepState } from "./aws-state";
import { counterApp, requireKnownCertificates } from "./counter-app";

/** The visit counter on AWS. */
export class AwsStack extends TerraformStack implements ThreeTier {
  readonly network: INetwork;
  readonly database: PrivateDatabase;
  readonly web: PublicWebTier;

  constructor(scope: Construct, id: string, props: AwsStackProps) {
    super(scope, id);
    const { region, profile, existingNetwork, webAcl = false, alarmEmail: email, monthlyBudgetUsd } = props;
    const { deletionProtected = true } = profile.database;
    const tags = { application: "counterpart", stack: id };
    requireKnownCertificates(this, region);
    checkNetworkChoice(this, props);
    checkAlarmEmail(this, props);
    new AwsProvider(this, "aws", { region, defaultTags: [{ tags }] });
    if (props.stateBucket !== undefined) keepState(this, props.stateBucket, region);
    const key = props.customerKey ? new CustomerKey(this, "key", { region, deletionProtected }) : undefined;

    this.network = existingNetwork
      ? new ExistingNetwork(this, "network", { region, ...existingNetwork })
      : new TieredNetwork(this, "network", { region, key, ...profile.network, ...props.ownNetwork });
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
      webAcl,
      key,
      tags,
      ...profile.web,
    });
    new Watch(this, "watch", { web: this.web, database: this.database, email, monthlyBudgetUsd, key });
    rememberChoices(this, props, this.network.zoneLetters);
    awsOutputs(this);
  }
}
