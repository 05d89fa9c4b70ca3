import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const generators = ["@cdktf/provider-generator", "typescript-7"];

/** A digest of all that decides what the bindings look like: schemas, tools, and the versions of the generators. */
export function stamp(schemaFolder: string): string {
  const hash = createHash("sha256");
  for (const folder of [schemaFolder, __dirname]) {
    for (const file of filesBelow(folder))
      hash
        .update(file)
        .update("\0")
        .update(readFileSync(join(folder, file)));
  }
  for (const name of generators) hash.update(`${name}@${versionOf(name)}\0`);
  return hash.digest("hex");
}

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();

function versionOf(name: string): string {
  const file = createRequire(__filename).resolve(`${name}/package.json`);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
