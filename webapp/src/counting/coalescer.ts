import { backoff } from "./backoff";
import { asStoreError, type CounterStore, StoreError } from "../store/store";

/** Callbacks on visitors; passed once and not with each visitor, so that a visit costs no closure. None of them may throw. */
export interface VisitorHandlers<V> {
  /** Gives a visitor a number whose commit has been confirmed. */
  answer(visitor: V, number: number): void;
  /** Tells a visitor that there is no number, and why. */
  refuse(visitor: V, error: StoreError): void;
  /** Whether nobody waits for this visitor's answer any more. */
  isGone(visitor: V): boolean;
}

/** Limits of the memory that visitors take and the time that they wait. */
export interface CoalescerLimits {
  /** Maximum number of visitors, waiting or in flight. */
  readonly visitors: number;
  /** Maximum time before a visitor's batch is sent, in milliseconds. */
  readonly waitMs: number;
  /** Maximum time before a visitor is answered, in milliseconds. */
  readonly answerMs: number;
}

/** Limits under which nobody waits longer than two seconds. */
export const defaultCoalescerLimits: CoalescerLimits = { visitors: 4_096, waitMs: 1_000, answerMs: 2_000 };

/** Resolution of the limits of time, in milliseconds: one clock for everybody instead of one for each visitor. */
const TICK_MS = 25;
/** A visit takes this process about so many times as long as the writing of its answer; the rest is reading the request. */
const VISIT_TO_ANSWER = 2;
const RETRY = { firstMs: 50, capMs: 250 };

interface Turn<V> {
  readonly visitor: V;
  readonly since: number;
}

interface Batch<V> {
  readonly turns: readonly Turn<V>[];
  /** Number of them that were answered or refused: the oldest ones. */
  done: number;
}

const nobody: Batch<never> = { turns: [], done: 0 };

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
  private sent: Batch<V> = nobody;
  /** Whether a batch is in flight, or about to be. */
  private busy = false;
  /** Time that writing one answer took, in milliseconds. */
  private answerMs = 0;
  private failures = 0;
  private trouble: StoreError | undefined;
  private clock: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: Pick<CounterStore, "increment">,
    private readonly handlers: VisitorHandlers<V>,
    private readonly limits: CoalescerLimits = defaultCoalescerLimits,
  ) {}

  /** Number of visitors that wait for their batch. */
  get queued(): number {
    return this.waiting.length;
  }

  /** Number of visitors of the batch in flight without an answer. */
  get inFlight(): number {
    return this.sent.turns.length - this.sent.done;
  }

  /** Counts a visitor with the next batch; exactly one of `answer` and `refuse` follows, unless the visitor is gone. */
  join(visitor: V): void {
    if (this.queued + this.inFlight >= this.limits.visitors) return this.turnAway(visitor);
    this.waiting.push({ visitor, since: performance.now() });
    this.clock ??= setInterval(() => this.tick(), TICK_MS).unref();
    if (!this.busy) this.sendSoon();
  }

  private sendSoon(): void {
    this.busy = this.waiting.length > 0;
    if (this.busy) setImmediate(() => this.send());
  }

  private send(): void {
    const turns = this.waiting.filter(({ visitor }) => !this.handlers.isGone(visitor));
    this.waiting = [];
    this.sent = { turns, done: 0 };
    this.busy = turns.length > 0;
    if (!this.busy) return;
    const begin = performance.now();
    this.store.increment(turns.length).then(
      (total) => this.succeed(total, begin),
      (error: unknown) => this.fail(asStoreError(error)),
    );
  }

  /**
   * Goes on in one of two ways. Where N visitors come again and again, each takes this process w, and a commit takes c:
   *
   * - two halves that take turns, one answered while the other is in flight, are N / 2 visits in the longer of c and N / 2 · w;
   * - one batch of all of them, answered before it is sent again, is N visits in c + N · w.
   *
   * The first is faster while c < N · w.
   */
  private succeed(total: number, begin: number): void {
    const tookMs = performance.now() - begin;
    this.failures = 0;
    this.trouble = undefined;
    const visitsMs = VISIT_TO_ANSWER * this.answerMs * (this.inFlight + this.queued);
    if (tookMs < visitsMs) setImmediate(() => this.sendAmidAnswers(total));
    else if (this.queued > 0) setImmediate(() => this.sendAfterAnswers(total));
    else this.sendAfterAnswers(total);
  }

  private sendAfterAnswers(total: number): void {
    this.answer(this.sent, total);
    this.sent = nobody;
    this.sendSoon();
  }

  /** Answers as many as it takes to leave two halves, which may be none, and reads what they ask next. */
  private sendAmidAnswers(total: number): void {
    const batch = this.sent;
    const surplus = Math.max(0, Math.floor((this.inFlight - this.queued) / 2));
    this.answer(batch, total, batch.done + surplus);
    const goOn = () => {
      this.send();
      this.answer(batch, total);
    };
    if (surplus > 0) setImmediate(goOn);
    else goOn();
  }

  private answer(batch: Batch<V>, total: number, end = batch.turns.length): void {
    const turns = batch.turns.slice(batch.done, end);
    if (turns.length === 0) return;
    const begin = performance.now();
    const before = total - batch.turns.length;
    for (const { visitor } of turns) this.handlers.answer(visitor, before + ++batch.done);
    this.answerMs = (performance.now() - begin) / turns.length;
  }

  private fail(error: StoreError): void {
    const { turns, done } = this.sent;
    this.trouble = error;
    const open = turns.slice(done);
    this.sent = nobody;
    if (error.outcome === "unavailable") this.waiting = open.concat(this.waiting);
    else open.forEach(({ visitor }) => this.handlers.refuse(visitor, error));
    setTimeout(() => this.send(), backoff(this.failures++, RETRY));
  }

  private turnAway(visitor: V): void {
    const { visitors } = this.limits;
    this.handlers.refuse(visitor, new StoreError("unavailable", `${visitors} visitors are waiting already`));
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
    late.forEach(({ visitor }) => this.handlers.refuse(visitor, error));
  }

  private refuseUnanswered(before: number): void {
    const { turns, done } = this.sent;
    const late = turns.slice(done, lateIn(turns, before));
    if (late.length === 0) return;
    this.sent.done += late.length;
    const error = new StoreError(
      "uncertain",
      `the database did not confirm the visit within ${this.limits.answerMs} ms`,
    );
    late.forEach(({ visitor }) => this.handlers.refuse(visitor, error));
  }
}

function lateIn<V>(turns: readonly Turn<V>[], before: number): number {
  const index = turns.findIndex(({ since }) => since > before);
  return index < 0 ? turns.length : index;
}
