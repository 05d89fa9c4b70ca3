import { backoff } from "./backoff";
import { asStoreError, type CounterStore, StoreError } from "./store/store";

/** What becomes of visitors; given once and not with each visitor, so that a visit costs no closure. None of it may throw. */
export interface Desk<V> {
  /** Gives a visitor a number whose commit has been confirmed. */
  answer(visitor: V, number: number): void;
  /** Tells a visitor that there is no number, and why. */
  refuse(visitor: V, error: StoreError): void;
  /** Whether nobody waits for this visitor's answer any more. */
  isGone(visitor: V): boolean;
  /**
   * Hears of each batch that the store settled: its size, how long that took, and the error if it failed.
   *
   * @default - nobody hears of it
   */
  settled?(size: number, tookMs: number, error?: StoreError): void;
}

/** What bounds the memory that visitors take and the time that they wait. */
export interface CoalescerLimits {
  /** How many visitors are held at most, waiting or in flight. */
  readonly visitors: number;
  /** How long a visitor waits at most before its batch is sent, in milliseconds. */
  readonly waitMs: number;
  /** How long a visitor waits at most for its answer, in milliseconds. */
  readonly answerMs: number;
}

/** Limits under which nobody waits longer than two seconds. */
export const defaultCoalescerLimits: CoalescerLimits = { visitors: 4_096, waitMs: 1_000, answerMs: 2_000 };

/** How late a limit of time is noticed at most: one clock for everybody instead of one for each visitor. */
const TICK_MS = 25;
/** With a share of a commit spent on answers below one to this, a batch is answered before the next one is sent. */
const WORTH_OVERLAPPING = 4;
const RETRY = { firstMs: 50, capMs: 250 };

interface Turn<V> {
  readonly visitor: V;
  readonly since: number;
}

/**
 * Counts everybody who arrives while one update is in flight with the next update.
 *
 * A counter is one row, and the database lets one transaction at a time change it, so one update per visit can never
 * be faster than one visit per commit. Here one batch is in flight, everybody who arrives meanwhile waits for the next,
 * and a batch of n visitors is one `increment(n)`, which resolves to the total t once it is committed. Its visitors get
 * t − n + 1 to t in the order in which they came.
 *
 * A batch is closed by `setImmediate`: requests that lie in sockets already are read first, and come along.
 *
 * - **Unique.** `increment(n)` is atomic, so totals of committed batches, of this server or any other, are distinct, and
 *   the n numbers up to t belong to one batch alone. A visitor is in one batch: sending takes the whole queue.
 *   Only a batch that the store knows to have changed nothing (`unavailable`) is sent again.
 * - **Ordered.** Batches of one server are in flight one at a time, so later ones have larger totals; within a batch,
 *   numbers follow the queue.
 * - **Never before its commit.** `answer` is called in one place, after `increment` resolved, and with its total.
 * - **Never too large.** Whoever left or was refused while waiting is not in the batch. Whoever is refused while it is in
 *   flight leaves a number unused: the total may exceed the largest answer, and no answer exceeds the total.
 */
export class Coalescer<V> {
  private waiting: Turn<V>[] = [];
  private sent: Turn<V>[] = [];
  /** How many of those in flight were refused already: the oldest ones. */
  private refused = 0;
  /** Whether a batch is in flight, or about to be. */
  private busy = false;
  /** How long the answers of the last batch took to write. */
  private answeringMs = 0;
  private failures = 0;
  private trouble: StoreError | undefined;
  private clock: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: Pick<CounterStore, "increment">,
    private readonly desk: Desk<V>,
    private readonly limits: CoalescerLimits = defaultCoalescerLimits,
  ) {}

  /** How many visitors wait for their batch. */
  get queued(): number {
    return this.waiting.length;
  }

  /** How many visitors are in the batch in flight. */
  get inFlight(): number {
    return this.sent.length;
  }

  /** Counts a visitor with the next batch; exactly one of `answer` and `refuse` follows, unless the visitor is gone. */
  join(visitor: V): void {
    if (this.waiting.length + this.sent.length >= this.limits.visitors) return this.turnAway(visitor);
    this.waiting.push({ visitor, since: performance.now() });
    this.clock ??= setInterval(() => this.tick(), TICK_MS).unref();
    if (!this.busy) this.sendSoon();
  }

  private sendSoon(): void {
    this.busy = this.waiting.length > 0;
    if (this.busy) setImmediate(() => this.send());
  }

  private send(): void {
    this.sent = this.waiting.filter(({ visitor }) => !this.desk.isGone(visitor));
    this.waiting = [];
    this.refused = 0;
    this.busy = this.sent.length > 0;
    if (!this.busy) return;
    const begin = performance.now();
    this.store.increment(this.sent.length).then(
      (total) => this.succeed(total, begin),
      (error: unknown) => this.fail(asStoreError(error), begin),
    );
  }

  private succeed(total: number, begin: number): void {
    const tookMs = performance.now() - begin;
    this.desk.settled?.(this.sent.length, tookMs);
    this.failures = 0;
    this.trouble = undefined;
    if (this.waiting.length === 0) this.carryOn(total, false);
    else setImmediate(() => this.carryOn(total, tookMs < WORTH_OVERLAPPING * this.answeringMs));
  }

  /** Answers a batch and sends the next one: first, if it is worth it that the database works meanwhile. */
  private carryOn(total: number, overlapping: boolean): void {
    const answered = this.sent.slice(this.refused);
    this.sent = [];
    if (overlapping) this.send();
    this.answer(answered, total);
    // Those who were answered and come again at once then come along, and do not have to wait for two commits.
    if (!overlapping) this.sendSoon();
  }

  private answer(turns: readonly Turn<V>[], total: number): void {
    const begin = performance.now();
    let number = total - turns.length;
    for (const { visitor } of turns) this.desk.answer(visitor, ++number);
    this.answeringMs = performance.now() - begin;
  }

  private fail(error: StoreError, begin: number): void {
    const { sent, refused } = this;
    this.desk.settled?.(sent.length, performance.now() - begin, error);
    this.trouble = error;
    const open = sent.slice(refused);
    this.sent = [];
    if (error.outcome === "unavailable") this.waiting = open.concat(this.waiting);
    else open.forEach(({ visitor }) => this.desk.refuse(visitor, error));
    setTimeout(() => this.send(), backoff(this.failures++, RETRY));
  }

  private turnAway(visitor: V): void {
    const { visitors } = this.limits;
    this.desk.refuse(visitor, new StoreError("unavailable", `${visitors} visitors are waiting already`));
  }

  private tick(): void {
    const now = performance.now();
    this.refuseUnsent(now - this.limits.waitMs);
    this.refuseUnanswered(now - this.limits.answerMs);
    if (this.busy || this.waiting.length > 0) return;
    clearInterval(this.clock);
    this.clock = undefined;
  }

  /** Those who came first stand first, so the late ones are always the beginning of the queue. */
  private refuseUnsent(before: number): void {
    const late = this.waiting.splice(0, lateIn(this.waiting, before));
    if (late.length === 0) return;
    const error = new StoreError(
      "unavailable",
      `the visit could not be counted within ${this.limits.waitMs} ms`,
      { cause: this.trouble },
    );
    late.forEach(({ visitor }) => this.desk.refuse(visitor, error));
  }

  private refuseUnanswered(before: number): void {
    const late = this.sent.slice(this.refused, lateIn(this.sent, before));
    if (late.length === 0) return;
    this.refused += late.length;
    const error = new StoreError(
      "uncertain",
      `the database did not confirm the visit within ${this.limits.answerMs} ms`,
    );
    late.forEach(({ visitor }) => this.desk.refuse(visitor, error));
  }
}

function lateIn<V>(turns: readonly Turn<V>[], before: number): number {
  const index = turns.findIndex(({ since }) => since > before);
  return index < 0 ? turns.length : index;
}
