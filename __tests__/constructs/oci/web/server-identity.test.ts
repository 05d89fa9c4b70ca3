import { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { IdentityDynamicGroup } from "@cdktf/provider-oci/lib/identity-dynamic-group";
import { IdentityPolicy } from "@cdktf/provider-oci/lib/identity-policy";
import { describe, expect, test } from "@jest/globals";
import { type TerraformStack, TerraformVariable } from "cdktf";
import { Exposure, Iam, PublicWebTier } from "../../../../constructs/oci";
import { testApp } from "../../../support/app";
import { inventory, resolve, resources, synth, theResource } from "../../../support/synth";
import { compartmentId, databaseWith, networkWith, plainHttp, tenancyId, webTierWith } from "../tiers";

const policyOf = (stack: TerraformStack, name: string) =>
  resources(stack, IdentityPolicy).find(({ logicalId }) => logicalId.includes(`_${name}_`))!;

/** References of a stack to its group: by the name that it has, and not by the one that it would get today. */
function nameOfGroup(stack: TerraformStack): string {
  const { locals = {} } = synth(stack);
  const { logicalId } = theResource(stack, IdentityDynamicGroup);
  const [local] = Object.entries(locals).find(([, value]) => String(value).includes(logicalId))!;
  expect(locals[local]).toBe(`\${oci_identity_dynamic_group.${logicalId}.name}`);
  return `\${local.${local}}`;
}

describe("identity of servers on OCI", () => {
  test("may read the database's two secrets, write logs and nothing else", () => {
    const { stack, database } = webTierWith();
    const group = theResource(stack, IdentityDynamicGroup);
    const name = nameOfGroup(stack);
    for (const policy of resources(stack, IdentityPolicy))
      expect(policy.depends_on).toEqual([`oci_identity_dynamic_group.${group.logicalId}`]);
    expect(policyOf(stack, "read-database-secrets").statements).toEqual(
      [database.administrator, database.application].map(
        ({ secret }) =>
          `allow dynamic-group ${name} to read secret-bundles in compartment id ${compartmentId} where target.secret.id = '${resolve(stack, secret.id)}'`,
      ),
    );
    expect(policyOf(stack, "write-logs").statements).toEqual([
      `allow dynamic-group ${name} to use log-content in compartment id ${compartmentId}`,
    ]);
    expect(resources(stack, IdentityPolicy)).toHaveLength(2);
  });

  test("is that of the compartment's instances, kept by the tenancy", () => {
    expect(theResource(webTierWith().stack, IdentityDynamicGroup)).toMatchObject({
      compartment_id: tenancyId,
      matching_rule: `ALL {instance.compartment.id = '${compartmentId}'}`,
    });
  });

  test("has a name of compartment and region where it is new, and keeps the one that it has", () => {
    const { stack } = webTierWith();
    for (const { name, lifecycle } of [
      theResource(stack, IdentityDynamicGroup),
      ...resources(stack, IdentityPolicy),
    ]) {
      expect(name).toContain(`sha256(join("/", ["${compartmentId}", "eu-frankfurt-1"]))`);
      expect(lifecycle).toEqual({ ignore_changes: ["name"] });
    }
  });

  test("is written in the home region", () => {
    const { stack } = webTierWith();
    const home = synth(stack).provider.oci!.find(({ alias }) => alias)!;
    expect(home.region).toMatch(/^\$\{data\.oci_identity_region_subscriptions\..+\.region_name\}$/);
    for (const written of [theResource(stack, IdentityDynamicGroup), ...resources(stack, IdentityPolicy)])
      expect(written.provider).toBe(`oci.${String(home.alias)}`);
  });

  test("is there before the first server boots", () => {
    const { stack } = webTierWith();
    expect([...theResource(stack, CoreInstancePool).depends_on].sort()).toEqual(
      resources(stack, IdentityPolicy).map(({ logicalId }) => `oci_identity_policy.${logicalId}`),
    );
  });

  test("is left to an administrator who is told exactly what to create", () => {
    const { stack, database, web } = webTierWith({ iam: Iam.byAdministrator() });
    expect(Object.keys(inventory(stack)).filter((type) => type.includes("oci_identity"))).toEqual([
      "data.oci_identity_availability_domains",
    ]);
    const lines = resolve(stack, web.statementsForAdministrator).split("\n");
    const [, name] = /^dynamic group (\S+\$\{.+?\}): ALL \{/.exec(lines[0]!)!;
    expect(lines.filter((line) => line.startsWith("allow "))).toEqual([
      `allow dynamic-group ${name} to use log-content in compartment id ${compartmentId}`,
      ...[database.administrator, database.application].map(
        ({ secret }) =>
          `allow dynamic-group ${name} to read secret-bundles in compartment id ${compartmentId} where target.secret.id = '${resolve(stack, secret.id)}'`,
      ),
    ]);
    expect(lines.at(-1)).toBe(
      `agent configuration of the type LOGGING for the dynamic group: the files /var/log/demo/demo.log and /var/log/demo/system.log, without a parser, to the log ${resolve(stack, web.appLogId)}`,
    );
  });

  test("is allowed in the tenancy where the stack stands in the root compartment, which policies know by no OCID", () => {
    const { stack } = webTierWith({}, networkWith({ compartmentId: tenancyId }));
    for (const { statements } of resources(stack, IdentityPolicy))
      for (const statement of statements as string[]) expect(statement).toMatch(/ in tenancy( where |$)/);
  });

  test("is made or left to an administrator as a variable says at deploy time", () => {
    const { stack, network, database } = databaseWith();
    const variable = new TerraformVariable(stack, "managed", { type: "bool" });
    new PublicWebTier(stack, "web", {
      network,
      database,
      app: testApp,
      exposure: Exposure.loadBalancer({ https: plainHttp }),
      iam: Iam.managedIf(variable),
    });
    const identities = [theResource(stack, IdentityDynamicGroup), ...resources(stack, IdentityPolicy)];
    const home = Object.values(synth(stack).data!.oci_identity_region_subscriptions!)[0]!;
    // Who may not write identities may not ask for the home region either.
    for (const { count } of [...identities, home]) expect(count).toBe("${var.managed ? 1 : 0}");
  });
});
