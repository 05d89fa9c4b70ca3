import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { formatJson, type Json } from "./format-json";

/** The provider as `terraform providers schema -json` names it. */
export const providerAddress = "registry.terraform.io/oracle/oci";

/** One resource, data source or provider, as Terraform prints it. */
export type Schema = { readonly [key: string]: Json };

/** The part of `provider_schemas[address]` that bindings are generated from. */
export interface SchemaSubset {
  /** The version of the provider that every schema here comes from. */
  readonly version: string;
  /** The provider's own configuration. */
  readonly provider: Schema;
  /** Resources by type, such as `oci_core_vcn`. */
  readonly resources: Readonly<Record<string, Schema>>;
  /** Data sources by type, without the `data.` that names them on the command line. */
  readonly dataSources: Readonly<Record<string, Schema>>;
}

const readJson = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Schema;

/** Reads the subset that `folder` keeps, one file per schema. */
export function readSubset(folder: string): SchemaSubset {
  return {
    version: readVersion(folder),
    provider: readJson(join(folder, "provider.json")),
    resources: readKind(join(folder, "resources")),
    dataSources: readKind(join(folder, "data-sources")),
  };
}

function readVersion(folder: string): string {
  const file = join(folder, "provider-versions.json");
  const version = readJson(file)[providerAddress];
  if (typeof version !== "string")
    throw new Error(`\`${file}\` must hold the version of \`${providerAddress}\``);
  return version;
}

function readKind(folder: string): Record<string, Schema> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(
    files.sort().map((file) => [basename(file, ".json"), readJson(join(folder, file))]),
  );
}

/** Writes the subset to `folder`; schemas that are no longer in it lose their files. */
export function writeSubset(folder: string, subset: SchemaSubset): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "provider-versions.json"), formatJson({ [providerAddress]: subset.version }));
  writeFileSync(join(folder, "provider.json"), formatJson(subset.provider));
  writeKind(join(folder, "resources"), subset.resources);
  writeKind(join(folder, "data-sources"), subset.dataSources);
}

function writeKind(folder: string, schemas: Readonly<Record<string, Schema>>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [type, schema] of Object.entries(schemas)) {
    writeFileSync(join(folder, `${type}.json`), formatJson(schema));
  }
}
