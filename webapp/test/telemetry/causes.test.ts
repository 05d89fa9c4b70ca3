import { expect, test } from "@jest/globals";
import { describeCause, kindOfCause, rootCause } from "../../src/telemetry/causes";

const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" });

test("the root cause is found below all that was made of it", () => {
  const error = new Error("late", { cause: new Error("no connection", { cause: refused }) });
  expect(rootCause(error)).toBe(refused);
  expect(describeCause(error)).toBe("connect ECONNREFUSED 127.0.0.1:1");
});

test("the root cause of a name with several addresses is what the first of them failed with", () => {
  const error = new Error("no connection", { cause: new AggregateError([refused, new Error("other")], "") });
  expect(rootCause(error)).toBe(refused);
});

test("two failures of one code are one kind, whatever ids their messages carry", () => {
  const failure = (id: string) =>
    Object.assign(new Error(`NJS-510: (CONNECTION_ID=${id})`), { code: "NJS-510" });
  expect(kindOfCause(failure("a"))).toBe(kindOfCause(new Error("late", { cause: failure("b") })));
  expect(kindOfCause(new Error("a"))).not.toBe(kindOfCause(new Error("b")));
});

test("a message is told without its further lines", () => {
  expect(describeCause(new Error("first\nsecond"))).toBe("first");
  expect(describeCause("text")).toBe("text");
});
