import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const compilerOptions = {
  target: "es2022",
  module: "commonjs",
  moduleResolution: "bundler",
  declaration: true,
  strict: true,
  skipLibCheck: true,
  types: [],
  rootDir: "providers/oci",
  outDir: "lib",
};

/** Compiles the bindings that were generated below `folder` to `folder/lib`. */
export function compile(folder: string): void {
  const project = join(folder, "tsconfig.json");
  writeFileSync(project, JSON.stringify({ compilerOptions, include: ["providers/oci/*/**/*.ts"] }));
  const tsc = createRequire(join(folder, "package.json")).resolve("typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", project], { stdio: "inherit" });
}
