import { BudgetBudget } from "@cdktf/provider-oci/lib/budget-budget";
import { IdentityPolicy } from "@cdktf/provider-oci/lib/identity-policy";
import { describe, expect, test } from "@jest/globals";
import { type TerraformStack, TerraformVariable } from "cdktf";
import { Exposure, Iam, PublicWebTier } from "../../../../constructs/oci";
import { testApp } from "../../../support/app";
import { resources, synth, theResource } from "../../../support/synth";
import { clusterWith, databaseWith, networkWith, plainHttp, webTierWith } from "../tiers";

const budget = { monthlyBudget: 900, alarmEmail: "ops@example.com" };

/** Providers of a stack beside its own, by alias and region. */
const providers = (stack: TerraformStack) =>
  synth(stack).provider.oci!.flatMap(({ alias, region }) => (alias ? [{ alias, region }] : []));

/** Data sources that ask which region is the tenancy's home. */
const questions = (stack: TerraformStack) =>
  Object.values(synth(stack).data!.oci_identity_region_subscriptions ?? {});

/** A stack with servers whose rights a variable leaves to an administrator. */
function withVariable(inNetwork = networkWith()): TerraformStack {
  const { stack, network, database } = databaseWith({}, inNetwork);
  const variable = new TerraformVariable(stack, "managed", { type: "bool" });
  const exposure = Exposure.loadBalancer({ https: plainHttp });
  new PublicWebTier(stack, "web", {
    network,
    database,
    app: testApp,
    exposure,
    iam: Iam.managedIf(variable),
  });
  return stack;
}

describe("the provider of the home region", () => {
  test("is one for the budget and for the servers' rights, so that a budget can go by itself", () => {
    const { stack } = webTierWith({}, networkWith(budget));
    expect(providers(stack)).toHaveLength(1);
    expect(questions(stack)).toHaveLength(1);
    const { alias } = providers(stack)[0]!;
    for (const written of [theResource(stack, BudgetBudget), ...resources(stack, IdentityPolicy)])
      expect(written.provider).toBe(`oci.${alias as string}`);
    expect(providers(webTierWith().stack)).toEqual(providers(stack));
  });

  test("is the same for pods in place of servers, so that one can go while the other comes", () => {
    expect(providers(clusterWith().stack)).toEqual(providers(webTierWith().stack));
  });

  test("is asked for only where something is written there", () => {
    expect(questions(networkWith().stack)).toEqual([]);
    const [asked] = questions(withVariable());
    expect(asked!.count).toBe("${var.managed ? 1 : 0}");
    const { region } = providers(withVariable())[0]!;
    expect(region).toMatch(
      /^\$\{var\.managed \? one\(data\.oci_identity_region_subscriptions\..+\) : "eu-frankfurt-1"\}$/,
    );
  });

  test("is asked for by a budget, whoever makes the rights of servers", () => {
    const stack = withVariable(networkWith(budget));
    const [asked] = questions(stack);
    expect(asked).not.toHaveProperty("count");
    const { region } = providers(stack)[0]!;
    expect(region).toMatch(/^\$\{data\.oci_identity_region_subscriptions\..+\.region_name\}$/);
  });

  test("is asked for where one of two web tiers writes there", () => {
    const { stack, network, database } = databaseWith();
    for (const id of ["one", "other"]) {
      const variable = new TerraformVariable(stack, `managed_${id}`, { type: "bool" });
      const exposure = Exposure.loadBalancer({ https: plainHttp });
      const iam = Iam.managedIf(variable);
      new PublicWebTier(stack, id, { network, database, app: testApp, exposure, iam });
    }
    const [asked] = questions(stack);
    expect(asked!.count).toBe("${(var.managed_one || var.managed_other) ? 1 : 0}");
  });
});
