import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { mutate } from "../../mutation/mutant";
import { mutants } from "../../mutation/mutants";
import { isEnough, type Judged, report } from "../../mutation/report";

const root = join(__dirname, "../..");

describe("mutants", () => {
  test("find the text that they change exactly once, and change it", () => {
    const stale = mutants.filter((mutant) => {
      const text = readFileSync(join(root, mutant.file), "utf8");
      return text.split(mutant.find).length !== 2 || mutate(text, mutant) === text;
    });
    expect(stale.map(({ name }) => name)).toEqual([]);
  });

  test("are told apart by their names", () => {
    const names = mutants.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test("whose text is not there, or twice, are refused", () => {
    const mutant = { name: "wrong", file: "a.ts", find: "x", put: "y" };
    expect(mutate("a x b", mutant)).toBe("a y b");
    expect(() => mutate("a b", mutant)).toThrow(
      '"wrong" must find its text once in a.ts, and finds it 0 times',
    );
    expect(() => mutate("x x", mutant)).toThrow("finds it 2 times");
  });
});

describe("the report on mutants", () => {
  const judged = (noticed: boolean, security?: true): Judged => ({
    mutant: { name: "a port is open", file: "a.ts", find: "x", put: "y", ...(security && { security }) },
    verdict: noticed ? { noticed, file: "a.test.ts", test: "has no port" } : { noticed, passed: 3 },
  });
  const many = Array.from({ length: 19 }, () => judged(true));

  test("is content with 95 of 100, and of those that touch security with all", () => {
    expect(isEnough([...many, judged(false)])).toBe(true);
    expect(isEnough([...many.slice(1), judged(false)])).toBe(false);
    expect(isEnough([...many, judged(false, true)])).toBe(false);
    expect(isEnough([...many, judged(true, true)])).toBe(true);
  });

  test("names what was not noticed before what was, and by which test", () => {
    const text = report([judged(true), judged(false, true)]);
    expect(text).toContain("Noticed: 1 of 2; of those that touch security 0 of 1.");
    expect(text.indexOf("## Not noticed")).toBeLessThan(text.indexOf("## Noticed"));
    expect(text).toContain("none of 3 tests");
    expect(text).toMatch(/\| `a\.test\.ts`: has no port/);
  });
});
