import { describe, expect, test } from "@jest/globals";
import { countsIn, sum } from "./counts";

describe("the counts of a run", () => {
  test("are its last line of counts, wherever that stands", () => {
    const output = "1 passed, 0 failed, 0 skipped\n12 passed, 3 failed, 4 skipped\nTests: 3 failed\n";
    expect(countsIn(output)).toEqual({ passed: 12, failed: 3, skipped: 4 });
  });

  test("are none where it died before it counted", () => {
    expect(countsIn("Killed\n")).toBeUndefined();
  });

  test("add up over several", () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 });
  });
});
