import { kindOfCause } from "../telemetry/causes";
import { withDeadline } from "./deadline";
import type { CounterStore } from "../store/store";

/** Limits of a probe's age and duration; their sum bounds how late a loss is noticed. */
export interface ProbeLimits {
  /** Time for which an answer is cached, in milliseconds. */
  readonly freshMs: number;
  /** Time limit of the database's answer, in milliseconds. */
  readonly answerMs: number;
}

/** Limits under which a loss is noticed within one and a half seconds. */
export const defaultProbeLimits: ProbeLimits = { freshMs: 500, answerMs: 900 };

/** Minimum time between two log entries of one cause, in milliseconds. */
const AGAIN_MS = 10_000;

/**
 * Asks whether a visit could be counted, once for everybody: those who come while a probe is under way share its answer,
 * and so do those who come soon after. A storm of questions is two queries a second to the database.
 */
export class Probe {
  private asking: Promise<boolean> | undefined;
  private last: boolean | undefined;
  /** Causes that were told since the database answered, and when. */
  private readonly told = new Map<string, number>();
  private lastAt = 0;
  private cause = "";

  constructor(
    private readonly store: Pick<CounterStore, "ping">,
    /** Hears of each change: of the error that it began with, of one with another cause, or of nothing when it is over. */
    private readonly changed: (error: unknown) => void,
    private readonly limits: ProbeLimits = defaultProbeLimits,
  ) {}

  /** Whether a visit could be counted, at most `freshMs` ago. */
  async isReachable(): Promise<boolean> {
    if (this.last !== undefined && performance.now() - this.lastAt < this.limits.freshMs) return this.last;
    return (this.asking ??= this.ask().finally(() => (this.asking = undefined)));
  }

  private async ask(): Promise<boolean> {
    const error = await this.ping();
    const now = error === undefined;
    if (now ? this.last !== true : this.isNews(error)) this.changed(error);
    if (now) this.told.clear();
    // Fresh as of the answer's arrival: what it says cannot be older than the question, which came after the last one.
    this.lastAt = performance.now();
    return (this.last = now);
  }

  /** Whether the cause is another one than before; two that take turns are told of now and then. */
  private isNews(error: unknown): boolean {
    if (this.last === false && kindOfCause(error) === this.cause) return false;
    this.cause = kindOfCause(error);
    const toldAt = this.told.get(this.cause) ?? -Infinity;
    if (performance.now() - toldAt < AGAIN_MS) return false;
    this.told.set(this.cause, performance.now());
    return true;
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
