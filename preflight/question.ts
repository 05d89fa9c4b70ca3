/** Whether a deployment goes on (`ok`), would fail (`failure`), or has something about it that is worth knowing (`warning`). */
export type Verdict = "ok" | "warning" | "failure";

/** Answer of an account to a question. */
export interface Answer {
  readonly verdict: Verdict;
  /** The finding, in a sentence. */
  readonly says: string;
  /**
   * Remedy.
   *
   * @default - there is nothing to do
   */
  readonly fix?: string;
}

/** A question to an account before a deployment. It only reads. */
export interface Question<Account> {
  /** Name that machines know it by, such as `vcpu-quota`. */
  readonly id: string;
  /** The question as a person asks it. */
  readonly asks: string;
  /** Rights that asking takes, in the cloud's words. */
  readonly needs: readonly string[];
  /** Page that says more. */
  readonly link: string;
  /**
   * Whether it is about what whoever asks may do: of no use where somebody else deploys.
   *
   * @default false
   */
  readonly ofAsker?: boolean;
  /** Asks; whatever it throws is an answer that nobody has. */
  readonly answer: (account: Account) => Promise<Answer>;
}

/** A deployment goes on. */
export function ok(says: string): Answer {
  return { verdict: "ok", says };
}

/** Something is worth knowing, or nobody knows. */
export function warning(says: string, fix: string): Answer {
  return { verdict: "warning", says, fix };
}

/** A deployment would fail. */
export function failure(says: string, fix: string): Answer {
  return { verdict: "failure", says, fix };
}

/** A list as a sentence has it: `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
