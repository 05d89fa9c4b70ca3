import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "@jest/globals";
import type { Answered } from "../ask";
import { report as ask } from "../preflight";
import { failure, ok, type Question, type Verdict, warning } from "../question";
import { markdownOf } from "../report/markdown";
import { jsonOf, type Report, verdictOf } from "../report/report";
import { textOf } from "../report/text";
import { PreflightError } from "../stack";

const answered = (verdict: Verdict): Answered => ({
  id: verdict,
  asks: "?",
  verdict,
  says: `it is ${verdict}`,
  ...(verdict !== "ok" && { fix: "mend it" }),
  link: "https://example.com",
  seconds: 0.1,
});
const report = (...verdicts: Verdict[]): Report => ({
  stack: "aws-stack",
  answers: verdicts.map(answered),
  seconds: 1.25,
});

describe("a report", () => {
  test.each([
    [[], "ok"],
    [["ok", "ok"], "ok"],
    [["ok", "warning"], "warning"],
    [["warning", "failure", "ok"], "failure"],
  ] as const)("of %j is %s", (verdicts, expected) => {
    expect(verdictOf(report(...verdicts))).toBe(expected);
  });

  test("for people ends with what stands in the way, each with what to do and where to read", () => {
    const lines = stripVTControlCharacters(textOf(report("failure", "ok", "warning"))).split("\n");
    expect(lines).toEqual([
      "ok       ok: it is ok",
      "warning  warning: it is warning",
      "         do:  mend it",
      "         see: https://example.com",
      "failure  failure: it is failure",
      "         do:  mend it",
      "         see: https://example.com",
      "aws-stack: 1 ok, 1 warning, 1 failure; asked in 1.3 seconds",
    ]);
  });

  test("for a comment begins with what stands in the way, and folds what is worth knowing", () => {
    expect(markdownOf(report("warning", "ok", "failure"))).toBe(
      [
        "**Preflight of aws-stack: 1 ok, 1 warning, 1 failure**",
        "- failure `failure`: it is failure. Do: mend it. [More](https://example.com)",
        "<details><summary>Warnings</summary>",
        "- warning `warning`: it is warning. Do: mend it. [More](https://example.com)",
        "</details>",
        "",
      ].join("\n\n"),
    );
    expect(markdownOf(report("ok"))).toBe("**Preflight of aws-stack: 1 ok, 0 warnings, 0 failures**\n\n");
  });

  test("for a comment lets no answer of the account's begin a tag or a line", () => {
    const answer = { ...answered("failure"), says: "no\n\n<img src=x>" };
    expect(markdownOf({ ...report(), answers: [answer] })).toContain("`failure`: no &lt;img src=x>. Do");
  });

  test("for machines has all of it", () => {
    expect(JSON.parse(jsonOf(report("warning")))).toEqual({
      stack: "aws-stack",
      verdict: "warning",
      seconds: 1.25,
      answers: [answered("warning")],
    });
  });
});

describe("an account", () => {
  const question = (answer: Question<undefined>["answer"]): Question<undefined> => ({
    id: "question",
    asks: "?",
    needs: [],
    link: "https://example.com",
    answer,
  });
  const yes = question(() => Promise.resolve(ok("yes")));
  const refusing = (silence: "not known" | "not permitted") => ({
    explain: () => silence,
    account: undefined,
  });
  const thrown = question(() => Promise.reject(new Error("no credentials")));

  test("that is the wrong one is asked nothing else", async () => {
    const wrong = question(() => Promise.resolve(failure("another account", "change it")));
    const found = await ask({ stack: "s", first: [wrong, yes], then: [yes, yes], ...refusing("not known") });
    expect(found.answers.map(({ verdict }) => verdict)).toEqual(["failure", "ok"]);
  });

  test("with something to know about it is asked on", async () => {
    const root = question(() => Promise.resolve(warning("root user", "take a role")));
    const found = await ask({ stack: "s", first: [root], then: [yes], ...refusing("not known") });
    expect(found.answers).toHaveLength(2);
  });

  test("that nobody has credentials for ends the program with a sentence", async () => {
    const asking = ask({ stack: "s", first: [thrown], then: [yes], ...refusing("not known") });
    await expect(asking).rejects.toThrow(PreflightError);
    await expect(asking).rejects.toThrow("nobody was asked, because this could not be asked: no credentials");
  });

  test("that does not tell who asks is asked on", async () => {
    const found = await ask({ stack: "s", first: [thrown], then: [yes], ...refusing("not permitted") });
    expect(found.answers.map(({ unanswered }) => unanswered)).toEqual(["not permitted", undefined]);
  });
});
