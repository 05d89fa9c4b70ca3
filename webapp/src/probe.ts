import { withDeadline } from "./deadline";
import type { CounterStore } from "./store/store";

/** How old an answer may be, and how long one may take; together they bound how late a loss is noticed. */
export interface ProbeLimits {
  /** How long an answer serves everybody who asks, in milliseconds. */
  readonly freshMs: number;
  /** How long the database may take to answer, in milliseconds. */
  readonly answerMs: number;
}

/** Limits under which a loss is noticed within one and a half seconds. */
export const defaultProbeLimits: ProbeLimits = { freshMs: 500, answerMs: 900 };

/**
 * Asks whether the database answers, once for everybody: those who come while a probe is under way share its answer,
 * and so do those who come soon after. A storm of questions is two queries a second to the database.
 */
export class Probe {
  private asking: Promise<boolean> | undefined;
  private last: boolean | undefined;
  private lastAt = 0;

  constructor(
    private readonly store: Pick<CounterStore, "ping">,
    /** Hears of each change: of the error that it began with, or of nothing when it is over. */
    private readonly changed: (error: unknown) => void,
    private readonly limits: ProbeLimits = defaultProbeLimits,
  ) {}

  /** Whether the database answered, at most `freshMs` ago. */
  async isReachable(): Promise<boolean> {
    if (this.last !== undefined && performance.now() - this.lastAt < this.limits.freshMs) return this.last;
    return (this.asking ??= this.ask().finally(() => (this.asking = undefined)));
  }

  private async ask(): Promise<boolean> {
    const error = await this.ping();
    const now = error === undefined;
    if (now !== this.last) this.changed(error);
    // Fresh as of the answer's arrival: what it says cannot be older than the question, which came after the last one.
    this.lastAt = performance.now();
    return (this.last = now);
  }

  private async ping(): Promise<unknown> {
    const { answerMs } = this.limits;
    const late = () => new Error(`the database did not answer within ${answerMs} ms`);
    try {
      await withDeadline(this.store.ping(), answerMs, late);
      return undefined;
    } catch (error) {
      return error ?? new Error("the database could not be asked");
    }
  }
}
