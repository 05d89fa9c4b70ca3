import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { Coalescer } from "../../src/counting/coalescer";
import {
  always,
  FatefulStore,
  handlersOf,
  limits,
  numbersOf,
  settle,
  Visitor,
  visitors,
  work,
} from "./fateful-store";

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
