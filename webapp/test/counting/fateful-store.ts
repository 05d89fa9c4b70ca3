import { setTimeout as pause } from "node:timers/promises";
import type { CoalescerLimits, VisitorHandlers } from "../../src/counting/coalescer";
import { StoreError } from "../../src/store/store";

/** Outcomes of one batch in a store. */
export type Fate = "commits" | "commits, answer lost" | "runs nothing" | "refuses" | "hangs" | "breaks";

/** A counter that does to each batch what the test says, and remembers what it was asked. */
export class FatefulStore {
  total = 0;
  running = 0;
  mostRunning = 0;
  steps: number[] = [];

  constructor(private readonly plan: (batch: number) => { fate: Fate; delayMs: number }) {}

  increment = async (by: number) => {
    const { fate, delayMs } = this.plan(this.steps.push(by) - 1);
    this.mostRunning = Math.max(this.mostRunning, ++this.running);
    await (fate === "hangs" ? new Promise(() => undefined) : pause(delayMs));
    this.running--;
    return this.meet(fate, by);
  };

  private meet(fate: Fate, by: number): number {
    if (fate.startsWith("commits")) this.total += by;
    if (fate === "commits") return this.total;
    if (fate === "breaks") throw new Error("nobody expected this");
    const outcome = fate === "runs nothing" ? "unavailable" : fate === "refuses" ? "rejected" : "uncertain";
    throw new StoreError(outcome, fate);
  }
}

/** A visitor and all that it was told. */
export class Visitor {
  gone = false;
  numbers: number[] = [];
  errors: StoreError[] = [];
  /** The total in the store when the number was given. */
  totalThen = 0;

  get settled(): boolean {
    return this.numbers.length + this.errors.length > 0;
  }
}

/** Handlers that note on each visitor what it was told. */
export function handlersOf(store: FatefulStore): VisitorHandlers<Visitor> {
  return {
    answer: (visitor, number) => {
      visitor.numbers.push(number);
      visitor.totalThen = store.total;
    },
    refuse: (visitor, error) => void visitor.errors.push(error),
    isGone: ({ gone }) => gone,
  };
}

/** Keeps the process busy, as writing an answer does. */
export function work(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

/** Limits that no test runs into by chance. */
export const limits: CoalescerLimits = { visitors: 1_000, waitMs: 1_000, answerMs: 2_000 };
/** A counter that does the same to each batch. */
export const always = (fate: Fate, delayMs = 1) => new FatefulStore(() => ({ fate, delayMs }));
/** So many visitors who were told nothing yet. */
export const visitors = (count: number) => Array.from({ length: count }, () => new Visitor());
/** The numbers that visitors were given, in their order. */
export const numbersOf = (all: readonly Visitor[]) => all.flatMap(({ numbers }) => numbers);

/** Resolves once each visitor was told something or has gone. */
export async function settle(all: readonly Visitor[]): Promise<void> {
  while (!all.every(({ settled, gone }) => settled || gone)) await pause(1);
}
