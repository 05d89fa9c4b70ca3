import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { isUpToDate, stampOf } from "../build/stamp";
import { temporaryFolder } from "./support/database";

describe("an artifact that was built", () => {
  let root: ReturnType<typeof temporaryFolder>;
  const inputs = ["src/main.ts", "../node_modules/library/index.js"];
  const folder = () => path.join(root.path, "webapp");
  const file = () => path.join(folder(), "dist/counter.tar.gz");
  const write = (name: string, content: string) => {
    mkdirSync(path.dirname(path.join(folder(), name)), { recursive: true });
    writeFileSync(path.join(folder(), name), content);
  };

  beforeEach(() => {
    root = temporaryFolder();
    for (const name of [...inputs, "build/bundle.ts", "package.json", "../node_modules/.package-lock.json"])
      write(name, name);
    write("dist/counter.tar.gz", "the artifact");
    const stamp = stampOf(folder(), file(), inputs);
    writeFileSync(stamp.file, stamp.content);
  });
  afterEach(() => root.remove());

  test("is up to date until something changes", () => {
    expect(isUpToDate(folder(), file())).toBe(true);
  });

  test.each([
    ["a source that was bundled", "src/main.ts"],
    ["a package's file that was bundled", "../node_modules/library/index.js"],
    ["a source that came", "src/other.ts"],
    ["the build", "build/bundle.ts"],
    ["the app's own package.json", "package.json"],
    ["what is installed", "../node_modules/.package-lock.json"],
    ["the artifact itself", "dist/counter.tar.gz"],
  ])("is built again after a change of %s", (_, name) => {
    write(name, "changed");
    expect(isUpToDate(folder(), file())).toBe(false);
  });

  test.each([
    "src/main.ts",
    "../node_modules/library/index.js",
    "../node_modules/.package-lock.json",
    "dist/counter.tar.gz",
  ])("is built again where %s is gone", (name) => {
    rmSync(path.join(folder(), name));
    expect(isUpToDate(folder(), file())).toBe(false);
  });
});
