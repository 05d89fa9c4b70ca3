/**
 * `npm run release -- <folder> <address of the repository> <tag>`: writes the files of a release, and `notes.md`, into a folder.
 *
 * It publishes nothing: `.github/workflows/release.yml` does.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { assets, notes } from "./assets";

async function main([folder, repository, tag]: readonly string[]): Promise<void> {
  if (!folder || !repository || !tag)
    throw new Error("usage: npm run release -- <folder> <address of the repository> <tag>");
  mkdirSync(path.join(folder, "assets"), { recursive: true });
  for (const [name, bytes] of await assets()) writeFileSync(path.join(folder, "assets", name), bytes);
  writeFileSync(path.join(folder, "notes.md"), notes(repository, tag));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
