import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { artifact } from "./artifact";
import { proveStart } from "./proof";

const folder = path.resolve(__dirname, "..");
const file = path.join(folder, "dist", "counter.tar.gz");

async function main(): Promise<void> {
  const bytes = await artifact(folder);
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
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
