import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { defaultCoalescerLimits as visitors } from "../webapp/src/counting/coalescer";
import { defaultProbeLimits as probe } from "../webapp/src/counting/probe";
import { DIAL_MS } from "../webapp/src/store/dial";
import { defaultLimits as store } from "../webapp/src/store/single-connection";

const page = readFileSync(join(__dirname, "../docs/guarantees.md"), "utf8");

/** Seconds in words, as the page has them. */
function words(ms: number): string {
  const known: Readonly<Record<number, string>> = {
    1_000: "a second",
    2_000: "two seconds",
    10_000: "ten seconds",
  };
  return known[ms] ?? `${ms / 1_000} s`;
}

describe("the page on guarantees", () => {
  test.each([
    ["an answer takes at most", `no answer takes longer than ${words(visitors.answerMs)}`],
    [
      "a visit that was not sent waits",
      `sent again while the visitor waits, at most ${words(store.waitMs)}, then 503`,
    ],
    ["a statement takes at most", `no answer within ${words(store.statementMs)}`],
    ["a log-in takes at most", `503 until it is given up, after ${words(DIAL_MS)}`],
    [
      "visitors a server holds",
      `more visitors than a server holds (${visitors.visitors.toLocaleString("en-US")})`,
    ],
  ])("says with the app's own limits how much or how many %s", (_, sentence) => {
    expect(page).toContain(sentence);
  });

  test("says in half seconds how old what `/health` says may be", () => {
    const halves = Math.ceil((probe.freshMs + probe.answerMs) / 500);
    expect(page).toContain(`503 within ${halves / 2} s, 200 within`);
  });
});
