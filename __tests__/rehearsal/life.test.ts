import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { reportOf } from "../../rehearsal/drawing/report";
import { timelineOf } from "../../rehearsal/drawing/timeline";
import { Ledger } from "../../rehearsal/ledger";
import { tracesOf } from "../../rehearsal/life/canaries";
import { Broken, play, Skipped, type Step } from "../../rehearsal/life/life";
import type { Deployed, Stage } from "../../rehearsal/life/stage";
import { roundsOf } from "../../rehearsal/life/switches";

/** A cloud in which nothing happens but what the steps say. */
function stage(ledger: Ledger): Stage {
  const alive = () => ledger.entries.map(({ at, alive: count = 0 }) => ({ at, count }));
  return { cloud: "OCI", provider: "none", ledger, alive } as Partial<Stage> as Stage;
}

const step = (name: string, play: Step["play"]): Step => ({ name, promise: `${name}.`, play });

describe("a life", () => {
  test("says of each step whether its promise was kept, and plays none after a broken one", async () => {
    const ledger = new Ledger();
    const told: string[] = [];
    const life = await play(
      stage(ledger),
      [
        step("begins", () => {
          ledger.enter("POST a", 200, 3);
          ledger.enter("POST a", 429, 3);
          return Promise.resolve("all there");
        }),
        step("cannot", () => Promise.reject(new Skipped("nobody plays it"))),
        step("breaks", () => Promise.reject(new Broken("something went"))),
        step("goes", () => Promise.resolve("never")),
      ],
      ({ name, outcome }) => told.push(`${name} ${outcome}`),
    );
    expect(told).toEqual(["begins kept", "cannot skipped", "breaks broken", "goes skipped"]);
    expect(life.steps).toMatchObject([
      { seen: "all there", calls: 2, refused: 1, alive: 3 },
      { seen: "nobody plays it", calls: 0 },
      { seen: "something went" },
      { seen: "a step before it was broken" },
    ]);
  });

  test("takes the error alone out of what Terraform says", async () => {
    const life = await play(stage(new Ledger()), [
      step("fails", () => Promise.reject(new Error("Refreshing state...\n\nError: no room"))),
    ]);
    expect(life.steps).toMatchObject([{ outcome: "broken", seen: "Error: no room" }]);
  });
});

describe("a report", () => {
  const life = {
    cloud: "OCI",
    provider: "a <provider>",
    began: "2026-11-26T20:00:00.000Z",
    steps: [
      {
        name: "first & only",
        promise: "It comes.",
        from: 0,
        to: 4_000,
        outcome: "kept",
        seen: "it came",
        calls: 2,
        refused: 0,
        alive: 7,
      },
    ],
    calls: [100, 2_000],
    alive: [
      { at: 100, count: 1 },
      { at: 2_000, count: 7 },
    ],
  } as const;

  test("shows a life in light and dark, as narrow as a phone", () => {
    const picture = timelineOf(life);
    expect(picture).toContain("prefers-color-scheme: dark");
    expect(picture).toContain('viewBox="0 0 440 ');
    expect(picture).toContain("✓ first &#38; only");
    expect(picture).toContain("4.0 s · 2 calls · 7 alive");
    expect(picture).toContain("at most 7");
  });

  test("says what was not played", () => {
    const page = reportOf([life], ["aws: needs moto"]);
    expect(page).toContain("Not played: aws: needs moto");
    expect(page).toContain("a &#60;provider&#62;");
    expect(page).toContain("first &#38; only: kept in 4.0 s, 2 calls, 7 resources: it came");
  });
});

describe("options that are switched on together", () => {
  const of = (option: string, context: Record<string, number>) => ({
    option,
    change: "comes",
    to: { context },
  });

  test("have no key in common, and none that a stack refuses beside another", () => {
    const switches = [of("a", { a: 1 }), of("a", { a: 2 }), of("b", { b: 1 }), of("c", { c: 1 })];
    const rounds = roundsOf(switches, [["a", "c"]]);
    expect(rounds.map(({ input }) => input.context)).toEqual([{ a: 1, b: 1 }, { a: 2 }, { c: 1 }]);
  });

  test("add to a profile's tier what each has for it", () => {
    const inCode = (web: object) => ({ option: "x", change: "", to: { code: { web } } });
    expect(roundsOf([inCode({ one: 1 }), inCode({ two: 2 })], [])).toMatchObject([
      { input: { code: { web: { one: 1, two: 2 } } } },
    ]);
  });
});

describe("canaries", () => {
  const secret = "9f86d081884c7d659a2f";
  const deployed = (content: string, printed: string[] = []): Deployed => {
    const folder = mkdtempSync(join(tmpdir(), "counterpart-canary-"));
    mkdirSync(join(folder, "deep"));
    writeFileSync(join(folder, "deep/terraform.tfstate"), content);
    return { folder, printed } as unknown as Deployed;
  };

  test("are found in a file, as they are and in Base64, and in what was printed", () => {
    const encoded = Buffer.from(`${secret} and more`).toString("base64");
    for (const content of [`{"password":"${secret}"}`, encoded])
      expect(tracesOf([secret], deployed(content))).toEqual([
        expect.stringMatching(/deep.terraform[.]tfstate$/),
      ]);
    expect(tracesOf([secret], deployed("", [`password = ${secret}`]))).toEqual(["what Terraform printed"]);
    expect(tracesOf([secret], deployed("nothing", ["nothing"]))).toEqual([]);
  });
});
