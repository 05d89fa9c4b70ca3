import type { StackJson } from "./actions";
import { document, type Statement } from "./document";
import { managedStatements } from "./managed-policies";
import { list, managedPoliciesIn, statementsIn } from "./roles";
import type { Scope } from "./scope";
import { statementsFor } from "./statements";

/**
 * Writes the permissions boundary of a stack's roles: what its servers and services do, on what is the stack's. Whatever policy a
 * deployment gives to a role, the role can do no more than this.
 *
 * @param json what Terraform is to deploy
 * @param scope what of it is ours
 */
export function boundary(json: StackJson, scope: Scope): string {
  const given = statementsIn(json);
  const anywhere = unique(
    given.filter(({ Resource }) => Resource === "*").flatMap(({ Action }) => list(Action)),
  );
  const ours = unique(given.filter(({ Resource }) => Resource !== "*").flatMap(({ Action }) => list(Action)));
  return document(
    together([
      ...(anywhere.length > 0 ? [{ Effect: "Allow", Action: anywhere, Resource: ["*"] } as const] : []),
      ...statementsFor(ours, scope),
      ...managedPoliciesIn(json).flatMap((arn) => managedStatements(arn, json, scope)),
    ]),
  );
}

/** Statements with the same resources and condition as one, in the order of the first of each. */
function together(statements: readonly Statement[]): Statement[] {
  const byPlace = new Map<string, Statement>();
  for (const statement of statements) {
    const place = JSON.stringify([statement.Resource, statement.Condition]);
    const Action = unique([...(byPlace.get(place)?.Action ?? []), ...statement.Action]);
    byPlace.set(place, { ...statement, Action });
  }
  return [...byPlace.values()];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
