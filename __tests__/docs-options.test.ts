import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { optionPage, optionPages } from "../docs/generate/options";

describe("the tables of the context's keys", () => {
  test.each(optionPages)("in %s say what the declarations say; `npm run docs` makes it so", (page) => {
    const written = readFileSync(join(__dirname, "..", page), "utf8");
    expect(optionPage(page, written)).toBe(written);
  });
});
