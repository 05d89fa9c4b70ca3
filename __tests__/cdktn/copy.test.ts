import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { manifest, source } from "../../cdktn/copy";

const root = join(__dirname, "../..");
const tracked = (...patterns: string[]) =>
  execFileSync("git", ["ls-files", "-z", ...patterns], { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "" && !file.startsWith("cdktn/") && !file.startsWith("__tests__/cdktn/"));
const read = (file: string) => readFileSync(join(root, file), "utf8");

describe("the copy for cdktf's fork", () => {
  test.each([
    ['import { App } from "cdktf";', 'import { App } from "cdktn";'],
    ['from "@cdktf/provider-aws/lib/vpc"', 'from "@cdktn/provider-aws/lib/vpc"'],
    ["await import(`@cdktf/provider-oci/lib/${path}`)", "await import(`@cdktn/provider-oci/lib/${path}`)"],
    ['require.resolve("cdktf-cli/package.json")', 'require.resolve("cdktn-cli/package.json")'],
    ['import { context } from "../cdktf.json";', 'import { context } from "../cdktf.json";'],
    ['path.join(root, "cdktf.out")', 'path.join(root, "cdktf.out")'],
    ['group: ["cdktf/*"]', 'group: ["cdktf/*"]'],
    ['"@cdktf/node-pty-prebuilt-multiarch"', '"@cdktf/node-pty-prebuilt-multiarch"'],
    ["run `npx cdktf deploy aws-stack`", "run `npx cdktf deploy aws-stack`"],
  ])("makes of %s %s", (before, after) => {
    expect(source(before)).toBe(after);
  });

  test("leaves no import of cdktf in any source", () => {
    const imports = /(?:from|import|import\(|require\(|resolve\()\s*["'`](@?cdktf(?!\.)[^"'`]*)/g;
    const left = tracked("*.ts", "*.mts", "*.mjs").flatMap((file) =>
      [...source(read(file)).matchAll(imports)].map(([, name = ""]) => `${file}: ${name}`),
    );
    expect(left).toEqual([]);
  });

  test("knows every package of cdktf's that a package.json names", () => {
    for (const file of tracked("package.json", "*/package.json")) {
      const { dependencies, devDependencies, peerDependencies } = JSON.parse(manifest(read(file))) as Record<
        string,
        Record<string, string> | undefined
      >;
      const names = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
      expect(names.filter((name) => /^@?cdktf/.test(name) && !/node-pty/.test(name))).toEqual([]);
    }
  });

  test("fails for a package of cdktf's that nobody named", () => {
    expect(() => manifest('{"dependencies":{"@cdktf/provider-google":"1.0.0"}}')).toThrow(
      "`@cdktf/provider-google` must have a counterpart in cdktn/copy.ts, got none",
    );
  });
});
