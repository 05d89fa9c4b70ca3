import { describe, expect, test } from "@jest/globals";
import { App } from "cdktf";
import { deployerRights, plannerRights } from "../../../delivery/oci/rights";
import { ociOptions } from "../../../stacks/oci/options";
import { ociProviderSchema } from "../../support/provider-schema";
import { schemaViolations } from "../../support/schema-check";
import { validateWithTerraform } from "../../support/schema-provider";
import { testWith } from "../../support/skip";
import { environments, jsonOf, environmentIn, names, production, stack, statementsOf } from "./github-stack";

const [trust] = Object.values(stack.resource.oci_identity_domains_identity_propagation_trust!);

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
        "environment:oci-preview",
      ].flatMap((suffix) => [
        `sub eq 'repo:octo@11/counterpart@22:${suffix}'`,
        `sub eq 'repo:octo/counterpart:${suffix}'`,
      ]),
    );
    expect(new Set(rules.map(({ value }) => value)).size).toBe(4);
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

  test("manage nothing in the tenancy but dynamic groups and the state of their environment, each by its name", () => {
    const managed = statementsOf("deployer-oci-production").filter((statement) =>
      / manage .* in tenancy/.test(statement),
    );
    expect(managed.map((statement) => statement.replace(/^allow group id \S+ to /, ""))).toEqual([
      "manage compute-capacity-reports in tenancy",
      "manage dynamic-groups in tenancy where request.permission = 'DYNAMIC_GROUP_CREATE'",
      "manage dynamic-groups in tenancy where target.dynamic-group.name = /production-oci-stack-*/",
      expect.stringMatching(
        /^manage objects in tenancy where all {target[.]bucket[.]name = 'states', any {target[.]object/,
      ),
      expect.stringMatching(
        /^manage objects in tenancy where all {target[.]bucket[.]name = 'states', target[.]object/,
      ),
    ]);
  });

  test.each(names)(
    "name what the stack in %s calls its dynamic group, and no other environment's",
    (name) => {
      const own = Object.values(jsonOf(name).resource.oci_identity_dynamic_group!)[0]!.name as string;
      const fits = environments.filter(({ prefix }) => own.startsWith(prefix));
      expect(fits.map((each) => each.name)).toEqual([environmentIn(name).name]);
    },
  );

  test("of previews make compartments in the one that is theirs", () => {
    const statements = statementsOf("deployer-oci-preview");
    expect(statements).toContainEqual(
      expect.stringMatching(
        /to manage compartments in compartment id ocid1[.]compartment[.]oc1[.][.]previews$/,
      ),
    );
    expect(statementsOf("deployer-oci-production").join("\n")).not.toContain("manage compartments");
  });

  // https://docs.oracle.com/iaas/Content/General/Concepts/servicelimits.htm
  test("have no policy of more statements than a policy takes", () => {
    for (const { statements } of Object.values(stack.resource.oci_identity_policy!))
      expect((statements as string[]).length).toBeLessThanOrEqual(50);
  });

  test("manage budgets where the stack has one, and read them where they plan", () => {
    const { types } = environmentIn("production", { network: { monthlyBudget: 900 } });
    const withBudget = { ...production, types };
    expect(deployerRights(withBudget).tenancy).toContain("manage usage-budgets");
    expect(plannerRights(withBudget).tenancy).toContain("read usage-budgets");
    expect(deployerRights(production).tenancy).not.toContain("manage usage-budgets");
  });

  test("manage clusters, their nodes and images where the stack has them, and look at them where they plan", () => {
    const context = { webTier: "kubernetes", ociBastionAllowFrom: ["203.0.113.0/24"] };
    const { types } = environmentIn("production", ociOptions(new App({ context }).node));
    const withCluster = { ...production, types };
    const kinds = ["cluster-family", "instance-family", "repos"];
    expect(deployerRights(withCluster).compartment).toEqual(
      expect.arrayContaining(["virtual-network-family", ...kinds].map((kind) => `manage ${kind}`)),
    );
    expect(plannerRights(withCluster).compartment).toEqual(
      expect.arrayContaining(kinds.map((kind) => `read ${kind}`)),
    );
    const servers = deployerRights(production).compartment;
    expect(servers).not.toEqual(expect.arrayContaining([expect.stringMatching(/cluster-family|repos/)]));
    // What Auto Scaling of servers takes, and only servers have.
    expect(deployerRights(withCluster).compartment).not.toContain("manage auto-scaling-configurations");
  });

  test("never read what is in a secret", () => {
    for (const user of ["planner", "deployer-oci-production", "deployer-oci-preview"])
      expect(statementsOf(user).join("\n")).not.toMatch(/secret-bundles|secret-family|all-resources/);
  });

  test("only look, where they plan", () => {
    // A report on capacity is written by OCI, and stays nowhere.
    for (const statement of statementsOf("planner"))
      expect(statement).toMatch(/^allow \S+ \S+ \S+ to (read|inspect|manage compute-capacity-reports) /);
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
    expect(() => deployerRights(production)).not.toThrow();
    expect(() => plannerRights(production)).not.toThrow();
  });

  test("are refused for a type of which nobody has said what it takes", () => {
    expect(() => deployerRights({ ...production, types: ["oci_golden_gate_deployment"] })).toThrow(
      "`oci_golden_gate_deployment` must be in delivery/oci/rights.ts",
    );
  });
});
