import type { Statement } from "./document";
import { exceptions, type Guards } from "./exceptions";
import { type Rule, rulesOf } from "./rules";
import type { Scope } from "./scope";

/** Statements that allow each of some actions on what is ours, those with one rule together. */
export function statementsFor(actions: readonly string[], scope: Scope, guards?: Guards): Statement[] {
  const special = guards ? exceptions(scope, guards) : {};
  const byRule = new Map<string, { rule: Rule; actions: string[] }>();
  for (const action of actions)
    for (const rule of special[action] ?? rulesOf(action, scope)) {
      const entry = byRule.get(JSON.stringify(rule)) ?? { rule, actions: [] };
      entry.actions.push(action);
      byRule.set(JSON.stringify(rule), entry);
    }
  return [...byRule.values()].map(({ rule, actions: allowed }) => ({
    Effect: "Allow",
    Action: allowed,
    Resource: rule.resources,
    ...(rule.condition && { Condition: rule.condition }),
  }));
}
