import { OciProvider } from "@cdktf/provider-oci/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { KubernetesWebTier, PrivateDatabase, PublicWebTier, TieredNetwork } from "../constructs/oci";
import type { ThreeTier } from "../constructs/three-tier";
import { rememberProduction } from "./context/production";
import { tagsOf } from "./context/tags";
import { counterApp } from "./counter-app";
import { ociChoices } from "./oci/choices";
import { refuseDowngrade, rememberChoices } from "./oci/deployed-with";
import { ociInputs } from "./oci/inputs";
import { declareOutputs } from "./oci/outputs";
import type { OciStackProps } from "./oci/stack-props";
import { keepState } from "./oci/state";
import { tagEverything } from "./oci/tags";
import { declareInputs } from "./oci/variables";

/** The visit counter on OCI. */
export class OciStack extends TerraformStack implements ThreeTier {
  readonly network: TieredNetwork;
  readonly database: PrivateDatabase;
  readonly web: PublicWebTier | KubernetesWebTier;

  constructor(scope: Construct, id: string, props: OciStackProps) {
    super(scope, id);
    const inputs = declareInputs(this, ociInputs(props));
    const choices = ociChoices(inputs, props);
    new OciProvider(this, "oci", { region: inputs.region.stringValue });

    this.network = new TieredNetwork(this, "network", choices.network);
    this.database = new PrivateDatabase(this, "database", { network: this.network, ...choices.database });
    const web = { network: this.network, database: this.database, app: counterApp, ...choices.web };
    this.web = choices.kubernetes
      ? new KubernetesWebTier(this, "web", { ...web, ...choices.kubernetes })
      : new PublicWebTier(this, "web", web);

    keepState(this, props.options?.stateBucket);
    rememberChoices(this, choices);
    rememberProduction(this, props);
    refuseDowngrade(this, this.database, choices.database.version);
    declareOutputs(this);
    tagEverything(this, tagsOf(this));
  }
}
