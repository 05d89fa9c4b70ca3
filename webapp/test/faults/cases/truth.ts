import { describe, expect, test } from "@jest/globals";
import { expectTruth } from "../truth";

const failure = { at: 0, ms: 0, status: 503 };

describe("what every fault is held to", () => {
  test.each([
    ["a number is given twice", [1, 2, 2], 0, 3],
    ["a number is given that the database does not have", [1, 2, 4], 0, 3],
    ["a request is counted twice", [1, 3], 0, 3],
    ["a request that failed is counted twice", [1, 4], 1, 4],
    ["an answer has no number", [1, NaN], 0, 2],
  ])("does not hold when %s", (_, acknowledged, failed, visits) => {
    const failures = Array.from({ length: failed }, () => failure);
    expect(() => expectTruth({ acknowledged, failures }, visits)).toThrow();
  });

  test.each([
    ["every request was answered", [2, 1, 3], 0, 3],
    ["a visit is counted whose answer never came", [1, 3], 1, 3],
    ["a request failed and was not counted", [1, 2], 1, 2],
  ])("holds when %s", (_, acknowledged, failed, visits) => {
    const failures = Array.from({ length: failed }, () => failure);
    expectTruth({ acknowledged, failures }, visits);
  });
});
