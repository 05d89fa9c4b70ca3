import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "./compile";
import { generate } from "./generate";
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
  // A leading dot hides what an interrupted build leaves from `tsc` and the tests.
  const workspace = mkdtempSync(join(folders.staging, ".build-"));
  try {
    await buildIn(workspace, folders);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
  return true;
}

async function buildIn(workspace: string, folders: BindingFolders): Promise<void> {
  const built = stamp(folders.schema);
  await generate(readSubset(folders.schema), workspace);
  compile(workspace);
  writeFileSync(join(workspace, "lib", stampFile), built);
  replace(folders, join(workspace, "lib"), join(workspace, "previous"));
}

/** Swaps whole folders, so that nobody who reads `lib` meanwhile finds it half written. */
function replace(folders: BindingFolders, next: string, previous: string): void {
  try {
    if (existsSync(folders.lib)) renameSync(folders.lib, previous);
    renameSync(next, folders.lib);
  } catch (error) {
    // Two builds at once (a test run beside `npm start`) make the same bindings: the first one serves both.
    if (!isUpToDate(folders)) throw error;
  }
}
