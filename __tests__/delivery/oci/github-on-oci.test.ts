import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { GithubOnOci } from "../../../delivery/oci/github-on-oci";
import { deployerRights, plannerRights } from "../../../delivery/oci/rights";
import { OciStack } from "../../../stacks/oci-stack";
import { profiles } from "../../../stacks/context/profiles";
import { ociProviderSchema } from "../../support/provider-schema";
import { schemaViolations } from "../../support/schema-check";
import { validateWithTerraform } from "../../support/schema-provider";
import { testWith } from "../../support/skip";
import { inventory, synth } from "../../support/synth";

const repository = { name: "octo/counterpart", id: 22, ownerId: 11 };
const compartments = {
  production: "ocid1.compartment.oc1..production",
  staging: "ocid1.compartment.oc1..staging",
};
const types = Object.keys(
  inventory(new OciStack(Testing.app(), "oci-stack", { profile: profiles.production })),
)
  .map((type) => type.replace(/^data[.]/, ""))
  .filter((type) => type.startsWith("oci_"));
const environments = Object.entries(compartments).map(([name, compartmentOcid]) => ({
  name: `oci-${name}`,
  compartmentOcid,
  types,
}));
const stack = synth(
  new GithubOnOci(Testing.app(), "github-on-oci", {
    repository,
    tenancyOcid: "ocid1.tenancy.oc1..aaaa",
    homeRegion: "us-ashburn-1",
    domainUrl: "https://idcs-1.identity.oraclecloud.com",
    clientId: "exchanger",
    environments,
  }),
);
const [trust] = Object.values(stack.resource.oci_identity_domains_identity_propagation_trust!);
const statementsOf = (user: string) =>
  Object.values(stack.resource.oci_identity_policy!).find(({ name }) => name === `counterpart-${user}`)!
    .statements as string[];

describe("the trust in GitHub's tokens", () => {
  test("is on, and for the application and the audience alone", () => {
    expect(trust).toMatchObject({
      active: true,
      type: "JWT",
      issuer: "https://token.actions.githubusercontent.com",
      client_claim_name: "aud",
      client_claim_values: ["https://cloud.oracle.com"],
      oauth_clients: ["exchanger"],
      allow_impersonation: true,
    });
  });

  test("names each subject exactly, in both of GitHub's forms", () => {
    const rules = trust!.impersonation_service_users as { rule: string; value: string }[];
    expect(rules.map(({ rule }) => rule)).toEqual(
      [
        "pull_request",
        "environment:oci-plan",
        "environment:oci-production",
        "environment:oci-staging",
      ].flatMap((suffix) => [
        `sub eq 'repo:octo@11/counterpart@22:${suffix}'`,
        `sub eq 'repo:octo/counterpart:${suffix}'`,
      ]),
    );
    expect(new Set(rules.map(({ value }) => value)).size).toBe(3);
  });
});

describe("the service users", () => {
  test("have no password and no key", () => {
    for (const user of Object.values(stack.resource.oci_identity_domains_user!))
      expect(user).toMatchObject({
        urnietfparamsscimschemasoracleidcsextensionuser_user: { service_user: true },
      });
    expect(JSON.stringify(stack)).not.toMatch(/password|api_key|client_secret/);
  });

  test("deploy to one compartment each", () => {
    const statements = statementsOf("deployer-oci-production").join("\n");
    expect(statements).toContain(
      "to manage load-balancers in compartment id ocid1.compartment.oc1..production",
    );
    expect(statements).not.toContain("staging");
  });

  test("manage nothing in the tenancy but dynamic groups", () => {
    const managed = statementsOf("deployer-oci-production").filter((statement) =>
      / manage .* in tenancy$/.test(statement),
    );
    expect(managed).toEqual([expect.stringMatching(/ to manage dynamic-groups in tenancy$/)]);
  });

  test("never read what is in a secret", () => {
    for (const user of ["planner", "deployer-oci-production"])
      expect(statementsOf(user).join("\n")).not.toMatch(/secret-bundles|secret-family|all-resources/);
  });

  test("only look, where they plan", () => {
    for (const statement of statementsOf("planner"))
      expect(statement).toMatch(/^allow \S+ \S+ \S+ to (read|inspect) /);
  });
});

describe("the stack of delivery", () => {
  const schema = ociProviderSchema();

  test("agrees with the provider's schema", () => {
    expect(schemaViolations(stack, { oci: schema })).toEqual([]);
  });

  testWith("terraform", "is what Terraform takes, by that schema", async () => {
    expect(await validateWithTerraform(stack, "oracle/oci", schema)).toEqual([]);
  });
});

describe("rights", () => {
  test("are known for every type of the stack", () => {
    expect(() => deployerRights(types)).not.toThrow();
    expect(() => plannerRights(types)).not.toThrow();
  });

  test("are refused for a type of which nobody has said what it takes", () => {
    expect(() => deployerRights(["oci_golden_gate_deployment"])).toThrow(
      "`oci_golden_gate_deployment` must be in delivery/oci/rights.ts",
    );
  });
});
