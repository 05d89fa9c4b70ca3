import { BudgetAlertRule } from "@cdktf/provider-oci/lib/budget-alert-rule";
import { BudgetBudget } from "@cdktf/provider-oci/lib/budget-budget";
import { DataOciIdentityRegionSubscriptions } from "@cdktf/provider-oci/lib/data-oci-identity-region-subscriptions";
import { describe, expect, test } from "@jest/globals";
import { TerraformVariable } from "cdktf";
import { TieredNetwork, type TieredNetworkProps } from "../../../../constructs/oci";
import { ociProviderSchema } from "../../../support/provider-schema";
import { schemaViolations } from "../../../support/schema-check";
import { resources, synth, theResource } from "../../../support/synth";
import { compartmentId, networkWith, ociTestStack, tenancyId } from "../tiers";

const alarmEmail = "ops@example.com";
const budgetWith = (props: Partial<TieredNetworkProps> = {}) =>
  networkWith({ monthlyBudget: 900, alarmEmail, ...props }).stack;

describe("a budget on OCI", () => {
  test("is the tenancy's, written in its home region, and counts the compartment's costs", () => {
    const budget = theResource(budgetWith(), BudgetBudget);
    expect(budget).toMatchObject({
      compartment_id: tenancyId,
      amount: 900,
      reset_period: "MONTHLY",
      target_type: "COMPARTMENT",
      targets: [compartmentId],
    });
    expect(budget.provider).toMatch(/^oci[.].*home-region/);
    const asked = synth(budgetWith()).data![DataOciIdentityRegionSubscriptions.tfResourceType]!;
    expect(JSON.stringify(asked)).toContain("is_home_region");
  });

  test("writes when four fifths are spent, and when the month is on its way to more than all of it", () => {
    const rules = resources(budgetWith(), BudgetAlertRule);
    expect(rules.map(({ type, threshold }) => [type, threshold]).sort()).toEqual([
      ["ACTUAL", 80],
      ["FORECAST", 100],
    ]);
    for (const rule of rules) {
      expect(rule).toMatchObject({ threshold_type: "PERCENTAGE", recipients: alarmEmail });
      // https://docs.oracle.com/iaas/Content/Billing/Tasks/create-alert-rule.htm
      expect((rule.message as string).length).toBeLessThanOrEqual(1000);
    }
  });

  test("writes to nobody where a deployment names no address", () => {
    const stack = ociTestStack();
    const address = new TerraformVariable(stack, "alarm_email", { type: "string", default: "" });
    const place = { compartmentId, tenancyId, region: "eu-frankfurt-1" };
    new TieredNetwork(stack, "network", { ...place, alarmEmail: address.stringValue, monthlyBudget: 900 });
    for (const { count } of resources(stack, BudgetAlertRule)) expect(count).toContain("var.alarm_email");
    expect(resources(budgetWith({ alarmEmail: "" }), BudgetAlertRule)).toEqual([]);
    expect(resources(budgetWith({ alarmEmail: "" }), BudgetBudget)).toHaveLength(1);
  });

  test("is there where somebody asks for one, and is what the provider takes", () => {
    expect(resources(networkWith().stack, BudgetBudget)).toEqual([]);
    expect(schemaViolations(synth(budgetWith()), { oci: ociProviderSchema() })).toEqual([]);
  });

  test.each([0, -5, 99.5, Number.NaN])("is refused for %s", (monthlyBudget) => {
    expect(() => budgetWith({ monthlyBudget })).toThrow(
      "[test/network/budget] `monthlyAmount` must be a whole number above 0, in the currency of the tenancy's contract",
    );
  });

  test("is refused beside a topic of yours, which it does not know", () => {
    expect(() => budgetWith({ alarmEmail: "", alarmTopicId: "ocid1.onstopic.oc1.iad.aaaa" })).toThrow(
      "[test/network] `monthlyBudget` must be left out where alarms go to a topic",
    );
  });
});
