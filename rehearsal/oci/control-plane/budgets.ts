import { noContent, ok } from "./http";
import type { Routes } from "./routes";

/** Budgets of the tenancy, each with the rules by which it writes mail. */
export function budgets(routes: Routes): void {
  const { inventory } = routes;
  const path = "20190111/budgets";
  routes.standard("usage", path, "budget", {
    state: "ACTIVE",
    extra: ({ targets }) => ({
      targetCompartmentId: (targets as string[])[0],
      alertRuleCount: 0,
      version: 1,
    }),
  });
  const rules = `usage ${path}/:budget/alertRules`;
  routes.on(`POST ${rules}`, ({ body }, budgetId) => {
    inventory.get(budgetId);
    return ok(inventory.add("alertrule", { lifecycleState: "ACTIVE", version: 1, budgetId, ...body }));
  });
  routes.on(`GET ${rules}`, (_, budgetId) =>
    ok(inventory.all("alertrule").filter((rule) => rule.budgetId === budgetId)),
  );
  routes.on(`GET ${rules}/:id`, (_, __, id) => ok(inventory.get(id)));
  routes.on(`PUT ${rules}/:id`, ({ body }, _, id) => ok(inventory.update(id, body)));
  routes.on(`DELETE ${rules}/:id`, (_, __, id) => {
    inventory.remove(id);
    return noContent();
  });
}
