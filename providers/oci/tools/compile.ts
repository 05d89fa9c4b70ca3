import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

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
  const typescript = dirname(
    createRequire(join(folder, "package.json")).resolve("typescript-7/package.json"),
  );
  execFileSync(process.execPath, [join(typescript, "bin/tsc"), "-p", project], { stdio: "inherit" });
}
