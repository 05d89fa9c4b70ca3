import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { FailureLog } from "../../src/telemetry/failure-log";

const WINDOW_MS = 50;

let lines: [Record<string, unknown>, string][];
let failures: FailureLog;
beforeEach(() => {
  lines = [];
  const error = (fields: unknown, message?: string) =>
    void lines.push([fields as Record<string, unknown>, message ?? ""]);
  failures = new FailureLog({ error }, WINDOW_MS);
});
afterEach(() => failures.close());

const away = new Error("the database is away");

describe("the log of failed requests", () => {
  test("has the first failure at once, with its cause and its request", () => {
    failures.record(away, { path: "/" });
    expect(lines).toEqual([[{ err: away, path: "/" }, "request failed"]]);
  });

  test("counts those that fail for the same reason instead of repeating it", async () => {
    for (let request = 0; request < 5_000; request++) failures.record(away, { path: "/" });
    expect(lines).toHaveLength(1);
    await pause(WINDOW_MS * 1.8);
    expect(lines.slice(1)).toEqual([
      [{ kind: "Error: the database is away", requests: 4_999 }, "more requests failed"],
    ]);
  });

  test.each([
    new TypeError("the database is away"),
    new Error("the database is full"),
    new Error("the database is away", { cause: new Error("no route to host") }),
  ])("tells different reasons apart: %s", (other) => {
    failures.record(away, {});
    failures.record(other, {});
    expect(lines.map(([{ err }]) => err)).toEqual([away, other]);
  });

  test("speaks in full again when a reason that was over returns", async () => {
    failures.record(away, {});
    await pause(WINDOW_MS * 3);
    failures.record(away, {});
    expect(lines.map(([, message]) => message)).toEqual(["request failed", "request failed"]);
  });

  test("stays small although each failure has a message of its own", () => {
    for (let request = 0; request < 1_000; request++) failures.record(new Error(`failure ${request}`), {});
    failures.close();
    expect(lines).toHaveLength(18);
    expect(lines.at(-1)).toEqual([{ kind: "other failures", requests: 983 }, "more requests failed"]);
  });

  test("leaves no failure untold when the server stops", () => {
    for (let request = 0; request < 3; request++) failures.record(away, {});
    failures.close();
    expect(lines.at(-1)).toEqual([
      { kind: "Error: the database is away", requests: 2 },
      "more requests failed",
    ]);
  });
});
