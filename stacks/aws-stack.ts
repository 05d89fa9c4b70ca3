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
  Monitoring,
} from "../constructs/aws";
import type { ThreeTier } from "../constructs/three-tier";
import { httpsOrReason } from "./aws/https";
import { rememberChoices } from "./aws/deployed-with";
import { awsOutputs } from "./aws/outputs";
import { type AwsStackProps, checkAlarmEmail, checkNetworkChoice } from "./aws/stack-props";
import { keepState } from "./aws/state";
import { counterApp, requireKnownCertificates } from "./counter-app";

/** The visit counter on AWS. */
export class AwsStack extends TerraformStack implements ThreeTier {
  readonly network: INetwork;
  readonly database: PrivateDatabase;
  readonly web: PublicWebTier;

  constructor(scope: Construct, id: string, props: AwsStackProps) {
    super(scope, id);
    const { region, profile, existingNetwork, webAcl = false, alarmEmail: email, monthlyBudgetUsd } = props;
    // Who takes a profile's protection off means to destroy the stack, and not what that profile keeps of it.
    const { deletionProtected: finalSnapshot = true } = profile.database;
    const { deletionProtection: deletionProtected = finalSnapshot } = props;
    const tags = { application: "counterpart", stack: id };
    requireKnownCertificates(this, region);
    checkNetworkChoice(this, props);
    checkAlarmEmail(this, props);
    new AwsProvider(this, "aws", { region, defaultTags: [{ tags }] });
    if (props.stateBucket !== undefined) keepState(this, props.stateBucket, region);
    const deletionWindowDays = finalSnapshot ? 30 : 7;
    const key = props.customerKey
      ? new CustomerKey(this, "key", { region, deletionProtected, deletionWindowDays })
      : undefined;

    this.network = existingNetwork
      ? new ExistingNetwork(this, "network", { region, ...existingNetwork })
      : new TieredNetwork(this, "network", {
          region,
          key,
          deletionProtected,
          ...profile.network,
          ...props.ownNetwork,
        });
    this.database = new PrivateDatabase(this, "database", {
      network: this.network,
      key,
      ...profile.database,
      ...(profile.smallest && { instanceClass: "db.t4g.micro" }),
      deletionProtected,
      finalSnapshot,
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
      deletionProtected,
    });
    new Monitoring(this, "watch", { web: this.web, database: this.database, email, monthlyBudgetUsd, key });
    rememberChoices(this, props, this.network.zoneLetters);
    awsOutputs(this);
  }
}
