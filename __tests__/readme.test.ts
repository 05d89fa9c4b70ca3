import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";

const read = (file: string) => readFileSync(path.join(__dirname, "..", file), "utf8");
const dense = (code: string) => code.replace(/\s+/g, "");

describe("the stacks as the README shows them", () => {
  const [, block = ""] = /^```ts\n(\/\/ stacks\/aws-stack[.]ts [^]*?)^```$/m.exec(read("README.md")) ?? [];
  const [first = ""] = block.split("\n");
  const at = first.indexOf("// stacks/oci-stack.ts");

  test.each([
    ["stacks/aws-stack.ts", (line: string) => line.slice(0, at)],
    ["stacks/oci-stack.ts", (line: string) => line.slice(at)],
  ])("are what %s says", (file, column) => {
    const [title, ...lines] = block.split("\n").map((line) => column(line).trimEnd());
    expect(title).toBe(`// ${file}`);
    const source = dense(read(file));
    const said = lines
      .join("\n")
      .split(";")
      // What is shortened has an ellipsis.
      .filter((statement) => /new |const /.test(statement) && !statement.includes("…"));
    expect(said).toHaveLength(4);
    for (const statement of said) expect(source).toContain(dense(statement.replace(/^\s*this[.]\w+ = /, "")));
  });
});
