import { describe, expect, test } from "@jest/globals";
import { App, Testing } from "cdktf";
import { GithubOnOci } from "../../../delivery/oci/github-on-oci";
import { environmentOf, type OciEnvironment } from "../../../delivery/oci/environments";
import { deployerRights, plannerRights } from "../../../delivery/oci/rights";
import { stateRights, storedState } from "../../../delivery/oci/state";
import { Environment } from "../../../stacks/context/environment";
import { profiles } from "../../../stacks/context/profiles";
import { OciStack } from "../../../stacks/oci-stack";
import { type OciOptions, ociOptions } from "../../../stacks/oci/options";
import { permits } from "../../support/oci-policy";
import { ociProviderSchema } from "../../support/provider-schema";
import { schemaViolations } from "../../support/schema-check";
import { validateWithTerraform } from "../../support/schema-provider";
import { testWith } from "../../support/skip";
import { synth, type SynthesizedStack } from "../../support/synth";

const repository = { name: "octo/counterpart", id: 22, ownerId: 11 };
const compartments = {
  production: "ocid1.compartment.oc1..production",
  staging: "ocid1.compartment.oc1..staging",
  "pr-*": "ocid1.compartment.oc1..previews",
};
/** The stack's JSON in an environment, as `delivery` synthesizes it. */
function jsonOf(environment: string, options: Partial<OciOptions> = {}): SynthesizedStack {
  const place = new Environment(Testing.app(), environment.replace("*", "1"));
  const stateBucket = { namespace: "axabc", bucket: "states", region: "us-ashburn-1" };
  const all = { network: {}, database: {}, web: {}, stateBucket, ...options };
  const stack = new OciStack(place, "oci-stack", { profile: profiles.production, options: all });
  return JSON.parse(Testing.synth(stack, true).replaceAll(/\bpr-1\b/g, "pr-*")) as SynthesizedStack;
}
const environmentIn = (name: keyof typeof compartments, options?: Partial<OciOptions>) =>
  environmentOf(name, compartments[name], jsonOf(name, options));
const names = ["production", "staging", "pr-*"] as const;
const environments = names.map((name) => environmentIn(name));
const [production] = environments as [OciEnvironment];
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
const policiesOf = (user: string) =>
  Object.values(stack.resource.oci_identity_policy!).filter(
    ({ name }) => name === `counterpart-${user}` || (name as string).startsWith(`counterpart-${user}-in-`),
  );
const statementsOf = (user: string) => policiesOf(user).flatMap(({ statements }) => statements as string[]);

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

describe("the state in its bucket", () => {
  const onStates = (user: string) =>
    statementsOf(user)
      .filter((statement) => statement.includes("'states'"))
      .map((statement) => statement.replace(/^allow group id \S+ to /, ""));
  const key = "production/oci-stack/terraform.tfstate";

  test("is written by whoever deploys, and locked: in no other environment's, and no former version goes", () => {
    const bucket = "target.bucket.name = 'states'";
    const either = `any {target.object.name = '${key}', target.object.name = '${key}.lock'}`;
    const [read, create, overwrite, remove] = ["READ", "CREATE", "OVERWRITE", "DELETE"].map(
      (permission) => `request.permission = 'OBJECT_${permission}'`,
    );
    expect(onStates("deployer-oci-production")).toEqual([
      `inspect objects in tenancy where ${bucket}`,
      `manage objects in tenancy where all {${bucket}, ${either}, any {${read}, ${create}, ${overwrite}}}`,
      `manage objects in tenancy where all {${bucket}, target.object.name = '${key}.lock', ${remove}}`,
    ]);
  });

  test("is read by whoever plans, who locks nothing", () => {
    expect(onStates("planner")).toEqual([
      "inspect objects in tenancy where target.bucket.name = 'states'",
      ...["'production/oci-stack/terraform.tfstate'", "'staging/oci-stack/terraform.tfstate'", "/pr-*/"].map(
        (name) =>
          `read objects in tenancy where all {target.bucket.name = 'states', target.object.name = ${name}}`,
      ),
    ]);
  });

  test("is that of every pull request and of no other environment, where they deploy", () => {
    const rights = stateRights({ bucket: "states", key: "pr-*/oci-stack/terraform.tfstate" }, "write");
    const may = (permission: string, object: string) =>
      permits(rights, { permission: `OBJECT_${permission}`, bucket: "states", object });
    const state = "oci-stack/terraform.tfstate";
    for (const permission of ["READ", "CREATE", "OVERWRITE"])
      for (const object of [`pr-7/${state}`, `pr-7/${state}.lock`])
        expect(may(permission, object)).toBe(true);
    for (const other of [state, `production/${state}`, `production/${state}.lock`, `not-pr-7/${state}`])
      expect(may("OVERWRITE", other)).toBe(false);
    expect(may("DELETE", `pr-7/${state}.lock`)).toBe(true);
    for (const other of [`pr-7/${state}`, `production/${state}.lock`])
      expect(may("DELETE", other)).toBe(false);
  });

  test("is named by patterns of OCI's policy language, which knows a star at an end of a text alone", () => {
    const rights = stateRights({ bucket: "states", key: "pr-*/oci-stack/terraform.tfstate" }, "write");
    for (const right of rights) {
      for (const [, text] of right.matchAll(/'([^']*)'/g)) expect(text).not.toContain("*");
      for (const [, pattern] of right.matchAll(/ = \/(.*?)\/[,}]/g)) expect(pattern).toMatch(/^\*?[^*]+\*?$/);
    }
  });

  test("is where the stack's JSON says, and gives no rights where it is in a file", () => {
    const stateOf = (backend: object) => storedState({ terraform: { backend } } as object);
    expect(stateOf({ oci: { namespace: "axabc", bucket: "states", region: "us-ashburn-1", key } })).toEqual({
      bucket: "states",
      key,
    });
    expect(stateOf({ local: { path: "terraform.oci-stack.tfstate" } })).toBeUndefined();
    expect(stateRights(undefined, "write")).toEqual([]);
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
