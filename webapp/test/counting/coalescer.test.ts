import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Coalescer, type CoalescerLimits, type VisitorHandlers } from "../../src/counting/coalescer";
import { StoreError } from "../../src/store/store";

/** What a store may do with one batch. */
type Fate = "commits" | "commits, answer lost" | "runs nothing" | "refuses" | "hangs" | "breaks";

/** A counter that does to each batch what the test says, and remembers what it was asked. */
class FatefulStore {
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
class Visitor {
  gone = false;
  numbers: number[] = [];
  errors: StoreError[] = [];
  /** The total in the store when the number was given. */
  totalThen = 0;

  get settled(): boolean {
    return this.numbers.length + this.errors.length > 0;
  }
}

function handlersOf(store: FatefulStore): VisitorHandlers<Visitor> {
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
function work(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

const limits: CoalescerLimits = { visitors: 1_000, waitMs: 1_000, answerMs: 2_000 };
const always = (fate: Fate, delayMs = 1) => new FatefulStore(() => ({ fate, delayMs }));
const visitors = (count: number) => Array.from({ length: count }, () => new Visitor());
const numbersOf = (all: readonly Visitor[]) => all.flatMap(({ numbers }) => numbers);

async function settle(all: readonly Visitor[]): Promise<void> {
  while (!all.every(({ settled, gone }) => settled || gone)) await pause(1);
}

describe("a coalescer", () => {
  test("counts those who come together with one update, in the order in which they came", async () => {
    const store = always("commits");
    const coalescer = new Coalescer(store, handlersOf(store), limits);
    const all = visitors(20);
    all.forEach((visitor) => coalescer.join(visitor));
    await settle(all);
    expect(numbersOf(all)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(store.steps).toEqual([20]);
  });

  test("counts those who come while an update is in flight with the next one", async () => {
    const store = always("commits", 30);
    const coalescer = new Coalescer(store, handlersOf(store), limits);
    const [first, ...rest] = visitors(6) as [Visitor, ...Visitor[]];
    coalescer.join(first);
    await pause(10);
    rest.forEach((visitor) => coalescer.join(visitor));
    expect([coalescer.inFlight, coalescer.queued]).toEqual([1, 5]);
    await settle([first, ...rest]);
    expect(store.steps).toEqual([1, 5]);
    expect([coalescer.inFlight, coalescer.queued]).toEqual([0, 0]);
  });

  test("does not count a visitor who left before the batch was sent", async () => {
    const store = always("commits", 20);
    const coalescer = new Coalescer(store, handlersOf(store), limits);
    const [first, leaver, last] = visitors(3) as [Visitor, Visitor, Visitor];
    coalescer.join(first);
    await pause(5);
    coalescer.join(leaver);
    coalescer.join(last);
    leaver.gone = true;
    await settle([first, last]);
    expect(last.numbers).toEqual([2]);
    expect(leaver.settled).toBe(false);
    expect(store.total).toBe(2);
  });

  test("sends nothing when everybody left", async () => {
    const store = always("commits");
    const coalescer = new Coalescer(store, handlersOf(store), limits);
    const leaver = new Visitor();
    leaver.gone = true;
    coalescer.join(leaver);
    await pause(10);
    const next = new Visitor();
    coalescer.join(next);
    await settle([next]);
    expect(store.steps).toEqual([1]);
  });

  test("turns a visitor away at once when as many as may wait are there", async () => {
    const store = always("hangs");
    const coalescer = new Coalescer(store, handlersOf(store), { visitors: 3, waitMs: 30, answerMs: 60 });
    const all = visitors(4);
    all.forEach((visitor) => coalescer.join(visitor));
    expect(all.map(({ errors }) => errors.length)).toEqual([0, 0, 0, 1]);
    expect(all[3]?.errors[0]).toMatchObject({ outcome: "unavailable" });
    expect(all[3]?.errors[0]?.message).toContain("3 visitors are waiting already");
    await settle(all);
  });

  test("sends a batch again that changed nothing, with those who came meanwhile behind it", async () => {
    const store = new FatefulStore((batch) => ({ fate: batch < 2 ? "runs nothing" : "commits", delayMs: 1 }));
    const coalescer = new Coalescer(store, handlersOf(store), limits);
    const [first, second] = visitors(2) as [Visitor, Visitor];
    coalescer.join(first);
    await pause(10);
    coalescer.join(second);
    await settle([first, second]);
    expect([first.numbers, second.numbers]).toEqual([[1], [2]]);
  });

  test.each(["commits, answer lost", "refuses", "breaks"] as const)(
    "never sends a batch again that %s, and says so to all of it",
    async (fate) => {
      const store = new FatefulStore((batch) => ({ fate: batch === 0 ? fate : "commits", delayMs: 5 }));
      const coalescer = new Coalescer(store, handlersOf(store), limits);
      const [lost, next] = [visitors(3), visitors(2)];
      lost.forEach((visitor) => coalescer.join(visitor));
      await settle(lost);
      next.forEach((visitor) => coalescer.join(visitor));
      await settle(next);
      const outcome = fate === "refuses" ? "rejected" : "uncertain";
      expect(lost.map(({ errors }) => errors[0]?.outcome)).toEqual([outcome, outcome, outcome]);
      expect(store.steps).toEqual([3, 2]);
    },
  );

  test("refuses, without counting, who waited too long for a store that runs nothing", async () => {
    const store = always("runs nothing");
    const coalescer = new Coalescer(store, handlersOf(store), { ...limits, waitMs: 150 });
    const all = visitors(3);
    all.forEach((visitor) => coalescer.join(visitor));
    await settle(all);
    expect(all[0]?.errors[0]).toMatchObject({
      outcome: "unavailable",
      message: "the visit could not be counted within 150 ms",
      cause: { message: "runs nothing" },
    });
    expect(store.total).toBe(0);
  });

  test("refuses everybody in time when the store hangs: those in flight as uncertain, those behind as not counted", async () => {
    const store = always("hangs");
    const coalescer = new Coalescer(store, handlersOf(store), { ...limits, waitMs: 100, answerMs: 200 });
    const [first, behind] = visitors(2) as [Visitor, Visitor];
    const begin = performance.now();
    coalescer.join(first);
    await pause(10);
    coalescer.join(behind);
    await settle([first, behind]);
    expect(performance.now() - begin).toBeLessThan(1_000);
    expect(first.errors[0]?.outcome).toBe("uncertain");
    expect(behind.errors[0]?.outcome).toBe("unavailable");
    expect(store.steps).toEqual([1]);
  });

  test("leaves the numbers of those unused whom it refused in flight", async () => {
    const store = always("commits", 150);
    const coalescer = new Coalescer(store, handlersOf(store), { ...limits, answerMs: 60 });
    const [late, next] = visitors(2) as [Visitor, Visitor];
    coalescer.join(late);
    await settle([late]);
    const patient = new Coalescer(store, handlersOf(store), limits);
    await pause(150);
    patient.join(next);
    await settle([next]);
    expect([late.numbers, next.numbers]).toEqual([[], [2]]);
  });

  test("gives those whom it did not refuse in flight the numbers that are theirs", async () => {
    const store = new FatefulStore((batch) => ({ fate: "commits", delayMs: batch === 0 ? 600 : 700 }));
    const coalescer = new Coalescer(store, handlersOf(store), { ...limits, answerMs: 1_000 });
    const [first, early, late] = visitors(3) as [Visitor, Visitor, Visitor];
    coalescer.join(first);
    await pause(10);
    coalescer.join(early);
    await pause(570);
    coalescer.join(late);
    await settle([first, early, late]);
    expect(store.steps).toEqual([1, 2]);
    expect(early.errors[0]?.outcome).toBe("uncertain");
    expect([first.numbers, late.numbers]).toEqual([[1], [3]]);
  });

  test.each([
    {
      commitMs: 1,
      answerMs: 1,
      what: "two halves in turn where a commit is short",
      steps: [20, 20, 10, 10, 10],
    },
    {
      commitMs: 30,
      answerMs: 0,
      what: "everybody at once where a commit is long",
      steps: [20, 20, 20, 20, 20],
    },
  ])("counts visitors who come again and again as $what", async ({ commitMs, answerMs, steps }) => {
    const store = always("commits", commitMs);
    const numbers: number[] = [];
    const coalescer: Coalescer<void> = new Coalescer(
      store,
      {
        answer(_, number) {
          work(answerMs);
          numbers.push(number);
          coalescer.join();
        },
        refuse: (_, error) => {
          throw error;
        },
        isGone: () => store.steps.length > steps.length,
      },
      limits,
    );
    for (let visitor = 0; visitor < 20; visitor++) coalescer.join();
    while (coalescer.queued + coalescer.inFlight > 0) await pause(1);
    expect(store.steps.slice(0, steps.length)).toEqual(steps);
    expect(numbers).toEqual(Array.from(numbers, (_, index) => index + 1));
    expect(numbers).toHaveLength(store.total);
  });
});

const fates: Fate[] = ["commits", "commits", "commits, answer lost", "runs nothing", "refuses", "breaks"];
const batch = fc.record({ fate: fc.constantFrom(...fates), delayMs: fc.nat(3) });
const arrival = fc.record({ afterMs: fc.nat(2), leaves: fc.integer({ min: 0, max: 9 }).map((n) => n === 0) });

test("whatever the store does and whoever leaves: unique, in order, committed before, each counted once at most", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(batch, { minLength: 1, maxLength: 12 }),
      fc.array(arrival, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(0, 0.5),
      async (batches, arrivals, answerMs) => {
        const plan = (index: number) => batches[index] ?? { fate: "commits" as const, delayMs: 0 };
        const store = new FatefulStore(plan);
        const handlers = handlersOf(store);
        const answer = (visitor: Visitor, number: number) => {
          work(answerMs);
          handlers.answer(visitor, number);
        };
        const coalescer = new Coalescer(store, { ...handlers, answer }, limits);
        const all: Visitor[] = [];
        for (const { afterMs, leaves } of arrivals) {
          if (afterMs > 0) await pause(afterMs - 1);
          const visitor = new Visitor();
          all.push(visitor);
          coalescer.join(visitor);
          visitor.gone = leaves;
        }
        await settle(all);
        const numbers = numbersOf(all);
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        expect(all.every(({ numbers, totalThen }) => numbers.every((number) => number <= totalThen))).toBe(
          true,
        );
        expect(all.every(({ numbers, errors }) => numbers.length + errors.length <= 1)).toBe(true);
        expect(store.mostRunning).toBe(Math.min(1, store.steps.length));
        const stayed = all.filter(({ gone }) => !gone).length;
        const maybeCounted = all.filter(({ errors }) => errors[0]?.outcome === "uncertain").length;
        expect(store.total).toBeGreaterThanOrEqual(numbers.length);
        expect(store.total).toBeLessThanOrEqual(numbers.length + maybeCounted);
        expect(numbers.length).toBeLessThanOrEqual(stayed);
      },
    ),
    { numRuns: 60 },
  );
});
