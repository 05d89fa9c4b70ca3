import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Construct } from "constructs";
import { physicalName, requireThat } from "../../shared";

/** Properties of {@link Budget}. */
export interface BudgetProps {
  /** US dollars a month that the account may cost. */
  readonly monthlyUsd: number;
  /** ARN of the topic that hears about it. */
  readonly topicArn: string;
  /** Region of the stack that the budget came with. */
  readonly region: string;
}

/**
 * An AWS budget that says so when the account has cost four fifths of a sum in a month, and when it is on its way to more
 * than all of it.
 *
 * The whole account, because AWS filters costs only by tags that somebody has activated for billing before.
 */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { monthlyUsd, topicArn, region }: BudgetProps) {
    super(scope, id);
    requireThat(
      this,
      "monthlyUsd",
      monthlyUsd,
      "be a number of dollars above 0",
      (usd) => Number.isFinite(usd) && usd > 0,
    );
    new BudgetsBudget(this, "budget", {
      // Budgets belong to the whole account, not to a region. One that is there keeps its name.
      name: `${physicalName(scope, 84)}-${region}`,
      lifecycle: { ignoreChanges: ["name"] },
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(monthlyUsd),
      limitUnit: "USD",
      notification: [
        { notificationType: "ACTUAL", threshold: 80, ...percentage(topicArn) },
        { notificationType: "FORECASTED", threshold: 100, ...percentage(topicArn) },
      ],
    });
  }
}

function percentage(topicArn: string) {
  return {
    comparisonOperator: "GREATER_THAN",
    thresholdType: "PERCENTAGE",
    subscriberSnsTopicArns: [topicArn],
  };
}
