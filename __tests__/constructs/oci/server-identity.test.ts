import { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { IdentityDynamicGroup } from "@cdktf/provider-oci/lib/identity-dynamic-group";
import { IdentityPolicy } from "@cdktf/provider-oci/lib/identity-policy";
import { describe, expect, test } from "@jest/globals";
import { TerraformVariable } from "cdktf";
import { Iam, PublicWebTier } from "../../../constructs/oci";
import { testApp } from "../../support/app";
import { inventory, resolve, synth, theResource } from "../../support/synth";
import { compartmentId, databaseWith, tenancyId, webTierWith } from "./tiers";

describe("identity of servers on OCI", () => {
  test("may read the database's two secrets and nothing else", () => {
    const { stack, database } = webTierWith();
    const group = theResource(stack, IdentityDynamicGroup);
    expect(theResource(stack, IdentityPolicy).depends_on).toEqual([
      `oci_identity_dynamic_group.${group.logicalId}`,
    ]);
    expect(theResource(stack, IdentityPolicy).statements).toEqual(
      [database.administrator, database.application].map(
        ({ secret }) =>
          `allow dynamic-group ${group.name} to read secret-bundles in compartment id ${compartmentId} where target.secret.id = '${resolve(stack, secret.id)}'`,
      ),
    );
  });

  test("is that of the compartment's instances, kept by the tenancy", () => {
    expect(theResource(webTierWith().stack, IdentityDynamicGroup)).toMatchObject({
      compartment_id: tenancyId,
      matching_rule: `ALL {instance.compartment.id = '${compartmentId}'}`,
    });
  });

  test("is written in the home region", () => {
    const { stack } = webTierWith();
    const home = synth(stack).provider.oci!.find(({ alias }) => alias)!;
    expect(home.region).toMatch(/^\$\{data\.oci_identity_region_subscriptions\..+\.region_name\}$/);
    for (const type of [IdentityDynamicGroup, IdentityPolicy])
      expect(theResource(stack, type).provider).toBe(`oci.${String(home.alias)}`);
  });

  test("is there before the first server boots", () => {
    const { stack } = webTierWith();
    expect(theResource(stack, CoreInstancePool).depends_on).toEqual([
      `oci_identity_policy.${theResource(stack, IdentityPolicy).logicalId}`,
    ]);
  });

  test("is left to an administrator who is told exactly what to create", () => {
    const { stack, database, web } = webTierWith({ iam: Iam.byAdministrator() });
    expect(Object.keys(inventory(stack)).filter((type) => type.includes("oci_identity"))).toEqual([
      "data.oci_identity_availability_domains",
    ]);
    const lines = resolve(stack, web.statementsForAdministrator).split("\n");
    const [, name] = /^dynamic group (\S+\$\{.+?\}): ALL \{/.exec(lines[0]!)!;
    expect(lines.slice(1)).toEqual(
      [database.administrator, database.application].map(
        ({ secret }) =>
          `allow dynamic-group ${name} to read secret-bundles in compartment id ${compartmentId} where target.secret.id = '${resolve(stack, secret.id)}'`,
      ),
    );
  });

  test("is made or left to an administrator as a variable says at deploy time", () => {
    const { stack, network, database } = databaseWith();
    const variable = new TerraformVariable(stack, "managed", { type: "bool" });
    new PublicWebTier(stack, "web", { network, database, app: testApp, iam: Iam.managedIf(variable) });
    for (const type of [IdentityDynamicGroup, IdentityPolicy])
      expect(theResource(stack, type).count).toBe("${var.managed ? 1 : 0}");
  });
});
