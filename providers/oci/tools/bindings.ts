import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSubset } from "./schema-subset";
import { stamp } from "./stamp";

const stampFile = "schema.sha256";

/** Where bindings come from and go to. */
export interface BindingFolders {
  /** The schema subset. */
  readonly schema: string;
  /** The compiled bindings, one folder per class. */
  readonly lib: string;
  /** Room for generated TypeScript, in a place from which `cdktf` resolves. */
  readonly staging: string;
}

/** Whether `lib` was built from exactly this schema by exactly these tools. */
export function isUpToDate(folders: BindingFolders): boolean {
  const file = join(folders.lib, stampFile);
  return existsSync(file) && readFileSync(file, "utf8") === stamp(folders.schema);
}

/** Generates and compiles the bindings unless they are up to date; says whether it had to. */
export async function buildBindings(folders: BindingFolders): Promise<boolean> {
  if (isUpToDate(folders)) return false;
  mkdirSync(folders.staging, { recursive: true });
  const workspace = mkdtempSync(join(folders.staging, "build-"));
  try {
    await buildIn(workspace, folders);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
  return true;
}

async function buildIn(workspace: string, folders: BindingFolders): Promise<void> {
  // The generator takes 0.5 s to load, which a build that is up to date should not pay for.
  const [{ generate }, { compile }] = await Promise.all([import("./generate"), import("./compile")]);
  const built = stamp(folders.schema);
  await generate(readSubset(folders.schema), workspace);
  compile(workspace);
  writeFileSync(join(workspace, "lib", stampFile), built);
  replace(folders.lib, join(workspace, "lib"), join(workspace, "previous"));
}

/** Swaps whole folders, so that nobody who reads `lib` meanwhile finds it half written. */
function replace(lib: string, next: string, previous: string): void {
  if (existsSync(lib)) renameSync(lib, previous);
  renameSync(next, lib);
}
