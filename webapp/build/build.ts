import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { artifactWithInputs } from "./artifact";
import { proveStart } from "./proof";
import { isUpToDate, stampOf } from "./stamp";

/**
 * Builds the artifact of the web app in `folder` unless it is up to date.
 *
 * @returns whether it had to
 */
export async function buildArtifact(folder: string): Promise<boolean> {
  const file = path.join(folder, "dist", "counter.tar.gz");
  if (isUpToDate(folder, file)) return false;
  const { bytes, inputs } = await artifactWithInputs(folder);
  mkdirSync(path.dirname(file), { recursive: true });
  // Two builds at once must not leave half a file to a reader.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, bytes);
  try {
    await proveStart(draft);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  remember(folder, file, inputs);
  return true;
}

function remember(folder: string, file: string, inputs: readonly string[]): void {
  const stamp = stampOf(folder, file, inputs);
  const draft = `${stamp.file}.${process.pid}`;
  writeFileSync(draft, stamp.content);
  renameSync(draft, stamp.file);
}
