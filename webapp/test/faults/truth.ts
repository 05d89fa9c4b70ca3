import { expect } from "@jest/globals";
import type { Crowd } from "./crowd";

/**
 * Invariants that no fault may break: no number is given twice, none is given that the database does not have, and each request
 * was counted once at most, so that the total exceeds the numbers given by no more than the requests that failed.
 */
export function expectTruth(
  { acknowledged, failures }: Pick<Crowd, "acknowledged" | "failures">,
  visits: number,
  notFound = 0,
): void {
  expect(acknowledged.filter((visit) => !Number.isSafeInteger(visit) || visit < 1)).toEqual([]);
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  expect(largest(acknowledged)).toBeLessThanOrEqual(visits);
  expect(visits).toBeLessThanOrEqual(acknowledged.length + failures.length + notFound);
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}
