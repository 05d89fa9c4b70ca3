import { type Answer, failure, listed, ok, type Question } from "../question";
import { literals, type Stack } from "../stack";
import type { AwsAccount } from "./account";
import { type Holder, type Named, named } from "./named";
import { isOwn, ownArns } from "./own";

/** Asks of each name that nothing else may have whether it is free, or the stack's own already. */
export function names(stack: Stack): readonly Question<AwsAccount>[] {
  return named.flatMap((kind) => {
    const wanted = literals(stack.all(kind.type).map((resource): unknown => resource[kind.argument]));
    return wanted.length === 0 ? [] : [questionOf(kind, wanted, stack)];
  });
}

function questionOf(kind: Named, wanted: readonly string[], stack: Stack): Question<AwsAccount> {
  const { id, things, needs, holders } = kind;
  return {
    id,
    asks: `Are the names of ${things} free?`,
    needs: [...needs, "tag:GetResources"],
    link: "https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html",
    answer: async (account) => {
      const found = await holders(wanted, account);
      if (found.length === 0) return ok(`no other ${things} are called ${shortened(wanted)}`);
      return verdictOf(kind, await strangers(found, stack, account), found);
    },
  };
}

/** Those that the stack did not make. */
async function strangers(
  found: readonly Holder[],
  stack: Stack,
  account: AwsAccount,
): Promise<readonly Holder[]> {
  const unsure = found.filter(({ tags }) => !isOwn(stack, tags));
  if (unsure.length === 0) return [];
  const own = await ownArns(stack, account);
  // What has no tags is taken for the stack's where anything else is.
  return unsure.filter(
    ({ arn, tags }) => tags !== undefined || !(arn === undefined ? own.size > 0 : own.has(arn)),
  );
}

function verdictOf({ things }: Named, others: readonly Holder[], found: readonly Holder[]): Answer {
  if (others.length === 0)
    return ok(`${shortened(found.map(({ name }) => name))}: there already, and the stack's own`);
  return failure(
    `${things} are called ${shortened(others.map(({ name }) => name))} already, and do not have the tags of the stack`,
    "delete them where nobody needs them, import them with `terraform import`, or deploy elsewhere",
  );
}

function shortened(all: readonly string[]): string {
  return listed(all.length <= 3 ? all : [...all.slice(0, 2), `${all.length - 2} more`]);
}
