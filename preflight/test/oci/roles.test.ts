import { describe, expect, test } from "@jest/globals";
import { deployerRights, plannerRights } from "../../../delivery/oci/rights";
import { environmentOf } from "../../../delivery/oci/environments";
import { questions } from "../../oci/preflight";
import { compartmentActive, regionSubscribed, who } from "../../oci/who";
import { deploymentOf } from "../support/oci-stage";
import { oci, ociCluster } from "../support/stacks";

const verbs = ["inspect", "read", "use", "manage"];

/** Kinds that families stand for: https://docs.oracle.com/iaas/Content/Identity/Reference/policyreference.htm */
const families: Readonly<Record<string, readonly string[]>> = {
  "cluster-family": ["clusters", "cluster-node-pools"],
  "autonomous-database-family": ["autonomous-databases"],
  "compute-management-family": ["instance-pools"],
  "instance-family": ["instances", "instance-images"],
  "ons-family": ["ons-topics"],
};

/** Whether a right, such as `manage instance-family`, holds another, such as `inspect instances`. */
function holds(right: string, needed: string): boolean {
  const [verb = "", kind = ""] = right.split(" ");
  const [neededVerb = "", neededKind = ""] = needed.split(" ");
  return (
    !right.includes(" where ") &&
    verbs.indexOf(verb) >= verbs.indexOf(neededVerb) &&
    (kind === neededKind || (families[kind] ?? []).includes(neededKind))
  );
}

/** Inputs with which the stack asks all questions. */
const everything = {
  vault_ocid: "ocid1.vault.oc1.iad.aaaa",
  key_ocid: "ocid1.key.oc1.iad.aaaa",
  certificate_ocid: "ocid1.certificate.oc1.iad.aaaa",
  availability_domain: "AD-1",
};
const stacks = { servers: oci(), "a cluster": ociCluster() };
const needed = Object.entries(stacks).flatMap(([name, stack]) => {
  const asked = [
    who,
    regionSubscribed,
    compartmentActive,
    ...questions(deploymentOf(stack)),
    ...questions(deploymentOf(stack, everything)),
  ].filter(({ ofAsker = false }) => !ofAsker);
  return [...new Set(asked.flatMap(({ needs }) => needs))].sort().map((need) => ({ name, stack, need }));
});

describe.each([
  ["plans", plannerRights],
  ["deploys", deployerRights],
] as const)("the service user who %s", (_, rightsOf) => {
  test.each(needed)("may $need, which a preflight of $name takes", ({ stack, need }) => {
    const environment = environmentOf("production", "ocid1.compartment.oc1..production", stack.json);
    const { compartment, tenancy } = rightsOf(environment);
    const rights = need.endsWith(" in tenancy") ? tenancy : [...compartment, ...tenancy];
    expect(rights.some((right) => holds(right, need))).toBe(true);
  });
});
