import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { costsFile, costsPage } from "../docs/generate/costs";

describe("the costs in the README", () => {
  test("are those of the tables that add them up; `npm run docs` makes it so", () => {
    const page = readFileSync(costsFile, "utf8");
    expect(costsPage(page)).toBe(page);
  });
});
