import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "@jest/globals";

const program = `
const { appWith } = require("./stacks/context/app");
const { Token } = require("cdktf");
const { Intrinsic } = require("cdktf/lib/tokens/private/intrinsic");
const traceLines = () => new Intrinsic("value").creationStack.length;
const before = traceLines();
appWith({});
console.log(JSON.stringify({ before, after: traceLines(), error: new Error("e").stack.split("\\n").length }));
`;

// In a process of its own: jest's have no traces from the beginning.
test("a program notes of no token where it was made, and of each error", () => {
  const cwd = path.resolve(__dirname, "../../..");
  const said = execFileSync(process.execPath, ["-r", "tsx/cjs", "-e", program], { cwd, encoding: "utf8" });
  const { before, after, error } = JSON.parse(said) as Record<string, number>;
  expect(before).toBeGreaterThan(1);
  expect(after).toBe(0);
  expect(error).toBeGreaterThan(1);
});
