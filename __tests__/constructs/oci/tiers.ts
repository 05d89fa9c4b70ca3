import { OciProvider } from "@cdktf/provider-oci/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import {
  Exposure,
  Https,
  KubernetesWebTier,
  type KubernetesWebTierProps,
  PrivateDatabase,
  type PrivateDatabaseProps,
  PublicWebTier,
  type PublicWebTierProps,
  TieredNetwork,
  type TieredNetworkProps,
} from "../../../constructs/oci";
import { VaultSecret } from "@cdktf/provider-oci/lib/vault-secret";
import { testApp } from "../../support/app";
import { resources, type Synthesized } from "../../support/synth";

export const compartmentId = "ocid1.compartment.oc1..aaaa";
export const tenancyId = "ocid1.tenancy.oc1..bbbb";

/** A network that somebody else looks after. */
export const existingNetwork = {
  vcnId: "ocid1.vcn.oc1..vcn",
  subnetIds: {
    public: "ocid1.subnet.oc1..public",
    web: "ocid1.subnet.oc1..web",
    data: "ocid1.subnet.oc1..data",
  },
};

/** Plain HTTP, for tests of anything else. */
export const plainHttp = Https.none({ reason: "a test has no visitors who could be harmed" });

/** A single public server, as a test asks for it. */
export const single = Exposure.singlePublicServer({ reason: "a test has no visitors who could be harmed" });

/** An empty stack on OCI. */
export function ociTestStack(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "test");
  new OciProvider(stack, "oci", { region: "eu-frankfurt-1" });
  return stack;
}

/** A stack with a network. */
export function networkWith(props: Partial<TieredNetworkProps> = {}) {
  const stack = ociTestStack();
  const place = { compartmentId, tenancyId, region: "eu-frankfurt-1" };
  return { stack, network: new TieredNetwork(stack, "network", { ...place, ...props }) };
}

/** A stack with a network and a database. */
export function databaseWith(props: Partial<PrivateDatabaseProps> = {}, inNetwork = networkWith()) {
  const { stack, network } = inNetwork;
  return { stack, network, database: new PrivateDatabase(stack, "database", { network, ...props }) };
}

/** A stack with all three tiers. */
export function webTierWith(props: Partial<PublicWebTierProps> = {}, inNetwork = networkWith()) {
  const { stack, network, database } = databaseWith({}, inNetwork);
  const web = new PublicWebTier(stack, "web", {
    network,
    database,
    app: testApp,
    exposure: Exposure.loadBalancer({ https: plainHttp }),
    ...props,
  });
  return { stack, network, database, web };
}

/** A stack with all three tiers and a cluster in place of servers. */
export function clusterWith(props: Partial<KubernetesWebTierProps> = {}, inNetwork = networkWith()) {
  const { stack, network, database } = databaseWith({}, inNetwork);
  const web = new KubernetesWebTier(stack, "web", {
    network,
    database,
    app: testApp,
    exposure: Exposure.loadBalancer({ https: plainHttp }),
    access: {},
    ...props,
  });
  return { stack, network, database, web };
}

/** The secret of the database's administrator. */
export function administratorSecret(stack: TerraformStack): Synthesized {
  return secretOf(stack, "administrator");
}

/** The secret that the application logs in with. */
export function applicationSecret(stack: TerraformStack): Synthesized {
  return secretOf(stack, "application");
}

function secretOf(stack: TerraformStack, user: string): Synthesized {
  const found = resources(stack, VaultSecret).find(({ logicalId }) => logicalId.includes(`_${user}_`));
  if (!found) throw new Error(`there is no secret of the ${user}`);
  return found;
}
