import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { Coalescer } from "../../src/counting/coalescer";
import {
  type Fate,
  FatefulStore,
  handlersOf,
  limits,
  numbersOf,
  settle,
  Visitor,
  work,
} from "./fateful-store";

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
