import { OciProvider } from "@cdktf/provider-oci/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { PrivateDatabase, PublicWebTier, TieredNetwork } from "../constructs/oci";
import type { ThreeTier } from "../constructs/three-tier";
import { counterApp } from "./counter-app";
import { databaseChoices, placeChoices, webChoices } from "./oci-choices";
import { declareInputs } from "./oci-inputs";
import type { OciOptions } from "./oci-options";
import { declareOutputs } from "./oci-outputs";
import type { Profile } from "./profiles";

/** What the OCI stack must be told. The rest is asked at deploy time, by variables or by Resource Manager's form. */
export interface OciStackProps {
  /** How much redundancy and protection. */
  readonly profile: Profile;
  /**
   * What else is decided at synthesis.
   *
   * @default - as the profile and the deployment's inputs say
   */
  readonly options?: OciOptions;
}

/** The visit counter on OCI. */
export class OciStack extends TerraformStack implements ThreeTier {
  readonly network: TieredNetwork;
  readonly database: PrivateDatabase;
  readonly web: PublicWebTier;

  constructor(scope: Construct, id: string, { profile, options }: OciStackProps) {
    super(scope, id);
    const inputs = declareInputs(this);
    new OciProvider(this, "oci", { region: inputs.region.stringValue });

    this.network = new TieredNetwork(this, "network", {
      ...placeChoices(inputs),
      ...profile.network,
      ...options?.network,
    });
    this.database = new PrivateDatabase(this, "database", {
      network: this.network,
      ...databaseChoices(inputs),
      ...profile.database,
      ...options?.database,
    });
    this.web = new PublicWebTier(this, "web", {
      network: this.network,
      database: this.database,
      app: counterApp,
      ...webChoices(inputs, profile),
      ...profile.web,
      ...options?.web,
    });

    declareOutputs(this, {
      url: this.web.url,
      health_url: `${this.web.url}${counterApp.healthPath}`,
      ip_address: this.web.address,
      servers_ocid: this.web.serversId,
      database_ocid: this.database.database.id,
      vcn_ocid: this.network.vcnId,
      log_group_ocid: this.network.watch.logGroup.id,
      topic_ocid: this.network.watch.topic.id,
      administrator_secret_ocid: this.database.administrator.secret.id,
      statements_for_administrator: this.web.statementsForAdministrator,
    });
  }
}
