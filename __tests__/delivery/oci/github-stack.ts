import { Testing } from "cdktf";
import { GithubOnOci } from "../../../delivery/oci/github-on-oci";
import { environmentOf, type OciEnvironment } from "../../../delivery/oci/environments";
import { Environment } from "../../../stacks/context/environment";
import { profiles } from "../../../stacks/context/profiles";
import { OciStack } from "../../../stacks/oci-stack";
import type { OciOptions } from "../../../stacks/oci/options";
import { synth, type SynthesizedStack } from "../../support/synth";

const repository = { name: "octo/counterpart", id: 22, ownerId: 11 };
const compartments = {
  production: "ocid1.compartment.oc1..production",
  staging: "ocid1.compartment.oc1..staging",
  "pr-*": "ocid1.compartment.oc1..previews",
};

/** The stack's JSON in an environment, as `delivery` synthesizes it. */
export function jsonOf(environment: string, options: Partial<OciOptions> = {}): SynthesizedStack {
  const place = new Environment(Testing.app(), environment.replace("*", "1"));
  const stateBucket = { namespace: "axabc", bucket: "states", region: "us-ashburn-1" };
  const all = { network: {}, database: {}, web: {}, stateBucket, ...options };
  const stack = new OciStack(place, "oci-stack", { profile: profiles.production, options: all });
  return JSON.parse(Testing.synth(stack, true).replaceAll(/\bpr-1\b/g, "pr-*")) as SynthesizedStack;
}
export const environmentIn = (name: keyof typeof compartments, options?: Partial<OciOptions>) =>
  environmentOf(name, compartments[name], jsonOf(name, options));
export const names = ["production", "staging", "pr-*"] as const;
export const environments = names.map((name) => environmentIn(name));
export const [production] = environments as [OciEnvironment];
export const stack = synth(
  new GithubOnOci(Testing.app(), "github-on-oci", {
    repository,
    tenancyOcid: "ocid1.tenancy.oc1..aaaa",
    homeRegion: "us-ashburn-1",
    domainUrl: "https://idcs-1.identity.oraclecloud.com",
    clientId: "exchanger",
    environments,
  }),
);
const policiesOf = (user: string) =>
  Object.values(stack.resource.oci_identity_policy!).filter(
    ({ name }) => name === `counterpart-${user}` || (name as string).startsWith(`counterpart-${user}-in-`),
  );
export const statementsOf = (user: string) =>
  policiesOf(user).flatMap(({ statements }) => statements as string[]);
