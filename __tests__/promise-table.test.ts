import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";

const folder = join(__dirname, "../constructs");
const rows = readFileSync(join(folder, "README.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| **"))
  .map((line) => line.split(" | "));

describe("the promise table", () => {
  test("has promises", () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  test.each(rows.map((cells) => [cells[0]!.replace("| ", ""), cells.at(-1)!]))(
    "proves that %s",
    (_, proof) => {
      const links = [...proof.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)];
      expect(links).not.toHaveLength(0);
      for (const [, name = "", path = ""] of links) {
        const file = join(folder, path);
        expect(existsSync(file)).toBe(true);
        expect(readFileSync(file, "utf8").replace(/\s+/g, " ")).toMatch(tested(name));
      }
    },
  );
});

/** A test of that name, which may need a program. */
function tested(name: string): RegExp {
  return new RegExp(
    `test(With\\( ?"\\w+",|\\() ?${JSON.stringify(name).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`,
  );
}
