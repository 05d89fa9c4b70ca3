import { OciProvider } from "@cdktf/provider-oci/lib/provider";
import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { PrivateDatabase, PublicWebTier, TieredNetwork } from "../constructs/oci";
import type { ThreeTier } from "../constructs/three-tier";
import { counterApp } from "./counter-app";
import type { Profile } from "./profiles";

/** What the OCI stack must be told. Its place is told at deploy time: Resource Manager fills in the variables. */
export interface OciStackProps {
  /** How much redundancy and protection. */
  readonly profile: Profile;
}

/** The visit counter on OCI. */
export class OciStack extends TerraformStack implements ThreeTier {
  readonly network: TieredNetwork;
  readonly database: PrivateDatabase;
  readonly web: PublicWebTier;

  constructor(scope: Construct, id: string, { profile }: OciStackProps) {
    super(scope, id);
    const region = this.variable("region", "Region to deploy to, such as us-ashburn-1");
    const compartmentId = this.variable("compartment_ocid", "OCID of the compartment that holds everything");
    const tenancyId = this.variable("tenancy_ocid", "OCID of the tenancy that the compartment belongs to");
    new OciProvider(this, "oci", { region });

    this.network = new TieredNetwork(this, "network", {
      compartmentId,
      tenancyId,
      region,
      ...profile.network,
    });
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

  private variable(name: string, description: string): string {
    return new TerraformVariable(this, name, { type: "string", description }).stringValue;
  }
}
