import type { Preflight } from "../preflight";
import type { Stack } from "../stack";
import { OciAccount } from "./account";
import { certificate } from "./certificate";
import { kubernetesVersion } from "./clusters";
import type { Deployment } from "./context";
import { chosen } from "./context";
import { cores } from "./cores";
import { credentials, type Credentials } from "./credentials";
import { databaseName, databaseVersion } from "./database";
import { availabilityDomain } from "./domains";
import { explain } from "./explain";
import { image } from "./image";
import { limits } from "./limits";
import { names } from "./names";
import { identityRights } from "./rights";
import { secrets } from "./secrets";
import { capacity, shapeOffered } from "./shapes";
import { variablesOf } from "./variables";
import { vault } from "./vault";
import { compartmentActive, regionSubscribed, who } from "./who";

/**
 * Questions of preflight to an OCI tenancy.
 *
 * @param given variables of Terraform that are given on the command line
 * @param access who asks and where, which a test decides
 * @throws {PreflightError} where a variable has no value, or nobody could ask
 */
export async function ociPreflight(
  stack: Stack,
  given: Readonly<Record<string, string>>,
  access?: { readonly credentials: Credentials; readonly endpoint: string },
): Promise<Preflight<OciAccount>> {
  const deployment: Deployment = { stack, variables: variablesOf(stack, given) };
  const place = {
    tenancyId: chosen(deployment, "tenancy_ocid"),
    compartmentId: chosen(deployment, "compartment_ocid"),
    region: chosen(deployment, "region"),
  };
  const asker = access?.credentials ?? (await credentials());
  return {
    stack: "oci-stack",
    account: new OciAccount(asker, place, access?.endpoint),
    explain,
    first: [who, regionSubscribed, compartmentActive],
    then: questions(deployment),
  };
}

/** Questions that follow from the stack and the inputs of a deployment. */
export function questions(deployment: Deployment): Preflight<OciAccount>["then"] {
  return [
    ...availabilityDomain(deployment),
    ...shapeOffered(deployment),
    ...capacity(deployment),
    ...image(deployment),
    ...kubernetesVersion(deployment),
    ...cores(deployment),
    ...limits(deployment),
    ...databaseVersion(deployment),
    ...databaseName(deployment),
    ...vault(deployment),
    ...secrets(deployment),
    ...certificate(deployment),
    ...identityRights(deployment),
    ...names(deployment),
  ];
}
