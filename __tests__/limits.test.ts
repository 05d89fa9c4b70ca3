import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { limitsFile, limitsPage, pairs } from "../docs/generate/limits";
import type { Pair } from "../docs/generate/limits/pair";

const holds: Readonly<Record<Pair[2], (ours: number, theirs: number) => boolean>> = {
  "=": (ours, theirs) => ours === theirs,
  "<": (ours, theirs) => ours < theirs,
  "≤": (ours, theirs) => ours <= theirs,
  ">": (ours, theirs) => ours > theirs,
  "≥": (ours, theirs) => ours >= theirs,
};

describe("a limit and the other side's", () => {
  test.each(pairs())("agree on %s: %d %s %d", (_, ours, relation, theirs) => {
    expect(holds[relation](ours, theirs)).toBe(true);
  });

  test("are on the page; `npm run docs` makes it so", () => {
    const page = readFileSync(limitsFile, "utf8");
    expect(limitsPage(page)).toBe(page);
  });
});
