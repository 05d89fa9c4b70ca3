/** What a change of one option does to a stack that runs, from the least to the most. */
export type Effect =
  | "nothing"
  /** What runs goes on running, under the same ids. */
  | "in place"
  /** New servers come before the old ones go. */
  | "servers roll"
  /** The plan ends with a sentence, and nothing is touched. */
  | "refused";

/** A change of one option of a stack that was deployed. */
export interface OptionChange<Base extends string, Input> {
  /** Key that its user writes. */
  readonly option: string;
  /** What is deployed. */
  readonly base: Base;
  /** The change in words, as "`nat` → `endpoints`". */
  readonly change: string;
  /** What is deployed over it. */
  readonly to: Input;
  /** What that does. */
  readonly effect: Effect;
  /** Types of the resources that go or are replaced; none where it is refused. */
  readonly gone?: readonly string[];
  /**
   * What each sentence has in it that ends the plan.
   *
   * @default "must stay"
   */
  readonly refusal?: string;
  /**
   * What somebody who does it should know besides.
   *
   * @default - nothing
   */
  readonly note?: string;
}

/** What a plan says that it would do. */
export interface Planned {
  /** Each resource by its address, with what happens to it. */
  readonly changes: readonly { readonly address: string; readonly action: string }[];
  /** Why it would do nothing of it. */
  readonly errors: readonly string[];
}

/** What a plan comes to: its effect, and the types of what goes or is replaced, in the order of the alphabet. */
export interface Verdict {
  readonly effect: Effect;
  readonly gone: readonly string[];
}

/**
 * Judges a plan.
 *
 * @param planned the plan
 * @param servers type of the resource that servers are made from
 */
export function verdictOn({ changes, errors }: Planned, servers: string): Verdict {
  if (errors.length > 0) return { effect: "refused", gone: [] };
  const typed = changes.map(({ address, action }) => ({ type: address.split(".")[0]!, action }));
  const leaving = typed.filter(({ action }) => action === "delete" || action === "replace");
  const gone = [...new Set(leaving.map(({ type }) => type))].sort();
  if (typed.some(({ type }) => type === servers)) return { effect: "servers roll", gone };
  return { effect: changes.length > 0 ? "in place" : "nothing", gone };
}
