import { Broken } from "./life";
import type { Change, Deployed, Input, Stage } from "./stage";

/** Ends a step as broken where its promise was not kept, with what was seen. */
export function requireThat(kept: boolean, otherwise: string, seen: unknown): void {
  if (!kept) throw new Broken(`${otherwise}: ${typeof seen === "string" ? seen : JSON.stringify(seen)}`);
}

/** Ends a step as broken where something goes that keeps data, names or addresses. */
export function requireKept({ kept }: Stage, changes: readonly Change[]): void {
  const gone = changes.filter(({ action, address }) => /delete|replace/.test(action) && kept.test(address));
  requireThat(gone.length === 0, "what was to stay goes", gone);
}

/** Ends a step as broken where a plan has something to do. */
export async function requireNothing(stack: Deployed, input?: Input): Promise<void> {
  const { changes, errors } = await stack.plan(input);
  requireThat(errors.length + changes.length === 0, "the plan is not empty", [
    ...errors,
    ...inWords(changes),
  ]);
}

/** Kinds of changes, such as `aws_s3_object update`, in the order of the alphabet. */
export function inWords(changes: readonly Change[]): string[] {
  return [...new Set(changes.map(({ address, action }) => `${address.split(".")[0]} ${action}`))].sort();
}

/** Reason of Terraform's refusal; ends the step as broken where it did not refuse. */
export async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  const refused = await attempt.then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (refused === undefined) throw new Broken("Terraform did not refuse it");
  return refused;
}
