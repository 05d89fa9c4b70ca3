import { BudgetAlertRule } from "@cdktf/provider-oci/lib/budget-alert-rule";
import { BudgetBudget } from "@cdktf/provider-oci/lib/budget-budget";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { requireThat } from "../../shared";
import { createdIf, HomeRegion, isGiven, type Place, tenancyWideName } from "../account";

/** Properties of {@link Budget}. */
export interface BudgetProps {
  /** Compartment whose costs are counted, with all compartments in it, and the tenancy that keeps the budget. */
  readonly place: Place;
  /** Sum of a month in the currency of the tenancy's contract, a whole number above 0. */
  readonly monthlyAmount: number;
  /** Whom it writes to; a token may turn out to be empty, and then nobody is written to. */
  readonly email: string;
}

/**
 * Rule for a budget's sum, worded to follow "must": the service takes no fractions
 * (https://docs.oracle.com/iaas/api/#/en/budgets/latest/Budget/).
 */
export const budgetRule = "be a whole number above 0, in the currency of the tenancy's contract";

/**
 * An OCI budget that says so when the compartment has cost four fifths of a sum in a month, and when it is on its way to more than
 * all of it.
 *
 * A budget belongs to the tenancy and is written in its home region. It writes mail and knows no topic.
 */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { place, monthlyAmount, email }: BudgetProps) {
    super(scope, id);
    requireThat(
      this,
      "monthlyAmount",
      monthlyAmount,
      budgetRule,
      (amount) => Number.isSafeInteger(amount) && amount > 0,
    );
    const provider = HomeRegion.of(this, place);
    const name = tenancyWideName(scope, place.compartmentId);
    const budget = new BudgetBudget(this, "budget", {
      provider,
      compartmentId: place.tenancyId,
      displayName: name,
      description: "What the stack's compartment may cost in a month",
      amount: monthlyAmount,
      resetPeriod: "MONTHLY",
      targetType: "COMPARTMENT",
      targets: [place.compartmentId],
    });
    if (email === "") return;
    const ifGiven = createdIf(Token.isUnresolved(email) ? isGiven(email) : undefined);
    for (const { kind, threshold, message } of alerts)
      new BudgetAlertRule(this, kind.toLowerCase(), {
        provider,
        budgetId: budget.id,
        displayName: `${name}-${kind.toLowerCase()}`,
        type: kind,
        threshold,
        thresholdType: "PERCENTAGE",
        recipients: email,
        message,
        ...ifGiven,
      });
  }
}

/** When it writes. The forecast goes on as the days before went, from the third of them on. */
const alerts = [
  {
    kind: "ACTUAL",
    threshold: 80,
    message: "Four fifths of the month's sum are spent: see Cost Analysis for what of.",
  },
  {
    kind: "FORECAST",
    threshold: 100,
    message: "The month is on its way to more than its sum: see Cost Analysis for what of.",
  },
] as const;
