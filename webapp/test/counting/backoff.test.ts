import { expect, test } from "@jest/globals";
import { backoff } from "../../src/counting/backoff";

const limits = { firstMs: 100, capMs: 2_000 };
const pausesAfter = (failure: number) => Array.from({ length: 200 }, () => backoff(failure, limits));

test("pauses double with each failure up to the longest, however many failures there are", () => {
  for (const [failure, longest] of [
    [0, 100],
    [1, 200],
    [3, 800],
    [5, 2_000],
    [10_000, 2_000],
  ] as const)
    for (const pause of pausesAfter(failure)) {
      expect(pause).toBeGreaterThanOrEqual(longest / 2);
      expect(pause).toBeLessThanOrEqual(longest);
    }
});

test("servers that failed together do not ask again in step", () => {
  expect(new Set(pausesAfter(3)).size).toBeGreaterThan(100);
});
