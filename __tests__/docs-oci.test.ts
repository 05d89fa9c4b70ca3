import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { ociPage } from "../docs/generate/oci";
import { costTable, prices } from "../docs/generate/oci-prices";
import { reasons } from "../docs/generate/oci-reasons";
import { table, withBlocks } from "../docs/generate/table";

const page = readFileSync(join(__dirname, "../docs/oci.md"), "utf8");

describe("the page on OCI", () => {
  test("says what the sources say; `npm run docs` makes it so", () => {
    expect(ociPage(page)).toBe(page);
  });

  test("gives a reason for everything that is created, and for nothing else", () => {
    for (const type of Object.keys(reasons)) expect(page).toContain(`| \`${type}\``);
  });

  test("adds up a month, twice the database with a standby", () => {
    const quantities = { ecpus: 2, storageGB: 20, servers: 2 };
    const text = costTable({
      lab: { ...quantities, standby: false },
      production: { ...quantities, standby: true },
    });
    for (const column of [2, 3]) {
      const amounts = text
        .split("\n")
        .flatMap((row) => row.split("|")[column + 1]?.match(/\d+\.\d\d/)?.[0] ?? []);
      const sum = amounts.pop();
      const added = amounts.reduce((total, amount) => total + Math.round(Number(amount) * 100), 0);
      expect((added / 100).toFixed(2)).toBe(sum);
    }
    expect(text).toContain(`$${(2 * 730 * prices.ecpuHour).toFixed(2)}`);
    expect(text).toContain(`$${(2 * 2 * 730 * prices.ecpuHour).toFixed(2)}`);
  });

  test("writes tables as prettier does, and refuses a page without markers", () => {
    expect(table(["a", "long"], [["b", "c"]])).toBe("| a   | long |\n| --- | ---- |\n| b   | c    |");
    expect(() => withBlocks("nothing", { created: "x" })).toThrow(
      "the page must have <!-- created --> and <!-- /created -->",
    );
  });
});
