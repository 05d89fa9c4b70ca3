import { describe, expect, test } from "@jest/globals";
import { askAll, messageOf, type Silence } from "../ask";
import { ok, type Question } from "../question";

const question = (answer: Question<string>["answer"]): Question<string> => ({
  id: "one",
  asks: "One?",
  needs: ["service:Read"],
  link: "https://example.com",
  answer,
});

const explain = (error: unknown) => (error as { silence?: Silence }).silence ?? "other";
const failing = (message: string, silence?: Silence) =>
  question(() => Promise.reject(Object.assign(new Error(message), { silence })));
const asked = { account: "account", explain };

describe("questions", () => {
  test("are asked of the account, and timed", async () => {
    const [answer] = await askAll(
      [question((account) => Promise.resolve(ok(`of ${account}`)))],
      asked,
      1_000,
    );
    expect(answer).toEqual({
      id: "one",
      asks: "One?",
      verdict: "ok",
      says: "of account",
      link: "https://example.com",
      seconds: expect.any(Number),
    });
  });

  test("are asked at once", async () => {
    let waiting = 0;
    const all = Array.from({ length: 20 }, () =>
      question(async () => {
        waiting++;
        while (waiting < 20) await new Promise((resolve) => setImmediate(resolve));
        return ok("all are here");
      }),
    );
    const answers = await askAll(all, asked, 5_000);
    expect(new Set(answers.map(({ says }) => says))).toEqual(new Set(["all are here"]));
  });

  test("that throw are warnings, and keep no other from being answered", async () => {
    const throwing = question(() => {
      throw new Error("no such field");
    });
    const answers = await askAll(
      [throwing, failing("broken"), question(() => Promise.resolve(ok("fine")))],
      asked,
      1_000,
    );
    expect(answers.map(({ verdict, unanswered }) => [verdict, unanswered])).toEqual([
      ["warning", "other"],
      ["warning", "other"],
      ["ok", undefined],
    ]);
  });

  test("that may not be asked are warnings that name the right", async () => {
    const [answer] = await askAll([failing("denied", "not permitted")], asked, 1_000);
    expect(answer).toMatchObject({
      verdict: "warning",
      unanswered: "not permitted",
      says: "you may not ask this: denied",
      fix: expect.stringContaining("`service:Read`"),
    });
  });

  test("that nobody answers are given up in time", async () => {
    const started = performance.now();
    const [answer] = await askAll([question(() => new Promise(() => undefined))], asked, 100);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(answer).toMatchObject({ verdict: "warning", unanswered: "too late" });
  });
});

describe("what an SDK says", () => {
  test("is one line of a bearable length", () => {
    expect(messageOf(new TypeError("a\n  b"))).toBe("TypeError: a b");
    expect(messageOf(new Error("x".repeat(1_000)))).toHaveLength(300);
    expect(messageOf("text")).toBe("text");
    expect(messageOf({ message: "fetch failed", requestEndpoint: "GET https://example.com" })).toBe(
      "fetch failed: GET https://example.com",
    );
  });
});
