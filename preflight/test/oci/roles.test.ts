import { describe, expect, test } from "@jest/globals";
import { deployerRights, plannerRights } from "../../../delivery/oci/rights";
import { environmentOf } from "../../../delivery/oci/environments";
import { questions } from "../../oci/preflight";
import { compartmentActive, regionSubscribed, who } from "../../oci/who";
import { deploymentOf } from "../support/oci-stage";
import { oci } from "../support/stacks";

const verbs = ["inspect", "read", "use", "manage"];

/** Kinds that families stand for: https://docs.oracle.com/iaas/Content/Identity/Reference/policyreference.htm */
const families: Readonly<Record<string, readonly string[]>> = {
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

const stack = oci();
/** Inputs with which the stack asks all questions. */
const everything = {
  vault_ocid: "ocid1.vault.oc1.iad.aaaa",
  key_ocid: "ocid1.key.oc1.iad.aaaa",
  certificate_ocid: "ocid1.certificate.oc1.iad.aaaa",
  availability_domain: "AD-1",
};
const asked = [
  who,
  regionSubscribed,
  compartmentActive,
  ...questions(deploymentOf(stack)),
  ...questions(deploymentOf(stack, everything)),
].filter(({ ofAsker = false }) => !ofAsker);
const needs = [...new Set(asked.flatMap(({ needs }) => needs))].sort();

describe.each([
  ["plans", plannerRights],
  ["deploys", deployerRights],
] as const)("the service user who %s", (_, rightsOf) => {
  const environment = environmentOf("production", "ocid1.compartment.oc1..production", stack.json);
  const { compartment, tenancy } = rightsOf(environment);

  test.each(needs)("may %s, which a preflight takes", (needed) => {
    const inTenancy = needed.endsWith(" in tenancy");
    const rights = inTenancy ? tenancy : [...compartment, ...tenancy];
    expect(rights.some((right) => holds(right, needed))).toBe(true);
  });
});
