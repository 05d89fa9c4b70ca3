import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { formatJson } from "./format-json";
import { providerAddress, type ProviderSchemas, type Schema } from "./provider-schemas";

/** The part of one provider version's schemas that bindings are generated from. */
export interface SchemaSubset extends ProviderSchemas {
  /** The version of the provider that every schema here comes from. */
  readonly version: string;
}

const versionFile = "provider-versions.json";
const providerFile = "provider.json";

/** The folders of a subset, and what sets the names of their schemas apart. */
const kinds = [
  { folder: "resources", prefix: "" },
  { folder: "data-sources", prefix: "data." },
] as const;

const readJson = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Schema;

/** Reads the subset that `folder` keeps, one file per schema. */
export function readSubset(folder: string): SchemaSubset {
  const version = readJson(join(folder, versionFile))[providerAddress];
  if (typeof version !== "string") {
    throw new Error(
      `\`${versionFile}\` must hold the version of \`${providerAddress}\`, got ${JSON.stringify(version)}`,
    );
  }
  const schemas = kinds.flatMap((kind) => readSchemas(join(folder, kind.folder), kind.prefix));
  return { version, provider: readJson(join(folder, providerFile)), schemas: Object.fromEntries(schemas) };
}

function readSchemas(folder: string, prefix: string): [string, Schema][] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => [`${prefix}${basename(file, ".json")}`, readJson(join(folder, file))]);
}

/** Writes the subset to `folder`; a schema that is no longer in it loses its file. */
export function writeSubset(folder: string, subset: SchemaSubset): void {
  for (const kind of kinds) mkdirSync(join(folder, kind.folder), { recursive: true });
  writeFileSync(join(folder, versionFile), formatJson({ [providerAddress]: subset.version }));
  writeFileSync(join(folder, providerFile), formatJson(subset.provider));
  for (const [name, schema] of Object.entries(subset.schemas)) {
    writeFileSync(join(folder, schemaFile(name)), formatJson(schema));
  }
  for (const name of Object.keys(readSubset(folder).schemas)) {
    if (!(name in subset.schemas)) rmSync(join(folder, schemaFile(name)));
  }
}

const schemaFile = (name: string) =>
  name.startsWith("data.") ? `data-sources/${name.slice("data.".length)}.json` : `resources/${name}.json`;
