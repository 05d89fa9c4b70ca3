import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";

const repository = resolve(__dirname, "..");
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "counterpart-bundled-"));
  for (const folder of ["local", "node_modules/@esbuild", "parts"])
    mkdirSync(join(root, folder), { recursive: true });
  cpSync(join(repository, "local/bundled.mjs"), join(root, "local/bundled.mjs"));
  for (const name of [
    "esbuild",
    ...readdirSync(join(repository, "node_modules/@esbuild")).map((one) => `@esbuild/${one}`),
  ])
    symlinkSync(join(repository, "node_modules", name), join(root, "node_modules", name));
  write(
    "program.ts",
    'import { said } from "./parts/part";\n\nconsole.log(said, process.argv.slice(2).join());\n',
  );
  write("parts/part.ts", 'export const said: string = "one";\n');
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}

function run(...args: readonly string[]) {
  const { stdout, stderr } = spawnSync(process.execPath, ["local/bundled.mjs", "program.ts", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { stdout, stderr };
}

/** When each bundle was made. */
const made = () => {
  const folder = join(root, ".data/bundled");
  return readdirSync(folder).map((file) => statSync(join(folder, file)).mtimeMs);
};

describe("a program as one file", () => {
  test("runs with its arguments, and is made once for as long as nothing has changed", () => {
    expect(run("a", "b").stdout).toBe("one a,b\n");
    const [first] = made();
    expect(run("c").stdout).toBe("one c\n");
    expect(made()).toEqual([first]);
  });

  test("is made anew when a source is another one, even of the same length at the same time", () => {
    run();
    const { atime, mtime } = statSync(join(root, "parts/part.ts"));
    write("parts/part.ts", 'export const said: string = "two";\n');
    utimesSync(join(root, "parts/part.ts"), atime, mtime);
    expect(run().stdout).toBe("two \n");
    expect(made()).toHaveLength(1);
  });

  test("is made anew when something else is installed", () => {
    run();
    const [first] = made();
    write("node_modules/.package-lock.json", "{}");
    run();
    expect(made()).not.toEqual([first]);
  });

  test("tells each source where it stands", () => {
    write("parts/part.ts", "export const said: string = `${__dirname} ${__filename}`;\n");
    expect(run().stdout).toBe(`${join(root, "parts")} ${join(root, "parts/part.ts")} \n`);
  });

  test("names lines of the sources in traces", () => {
    write(
      "parts/part.ts",
      '\nexport const said: string = ((): never => {\n  throw new Error("no");\n})();\n',
    );
    expect(run().stderr).toContain(`${join(root, "parts/part.ts")}:3:`);
  });

  test("that cannot be compiled is refused with the line, and leaves the one before", () => {
    run();
    write("parts/part.ts", "export const said: string = ;\n");
    expect(run()).toMatchObject({ stdout: "", stderr: expect.stringContaining("parts/part.ts:1:28") });
    write("parts/part.ts", 'export const said: string = "one";\n');
    expect(run().stdout).toBe("one \n");
  });
});
