import { formatJson } from "./format-json";
import { nearMatches } from "./near-matches";
import type { Schema } from "./provider-schemas";
import type { SchemaSource } from "./schema-source";
import type { SchemaSubset } from "./schema-subset";
import { stripNoise } from "./strip-noise";

/**
 * Adds schemas to a subset by name. What the subset already has is taken from the source too,
 * because a subset is always of one version.
 */
export function extendSubset(
  subset: SchemaSubset,
  source: SchemaSource,
  names: readonly string[],
  providerVersion?: string,
): SchemaSubset {
  const wanted = [...new Set([...Object.keys(subset.schemas), ...names])].sort();
  requireKnown(wanted, source, subset);
  return {
    version: versionOf(source, subset, providerVersion),
    provider: stripNoise(source.provider),
    schemas: Object.fromEntries(wanted.map((name) => [name, stripNoise(schemaOf(source, name))])),
  };
}

/** Takes schemas out of a subset by name. */
export function reduceSubset(subset: SchemaSubset, names: readonly string[]): SchemaSubset {
  const present = Object.keys(subset.schemas);
  const problems = names
    .filter((name) => !present.includes(name))
    .map((name) => unknown(name, "the subset", present));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const kept = Object.entries(subset.schemas).filter(([name]) => !names.includes(name));
  return { ...subset, schemas: Object.fromEntries(kept) };
}

function requireKnown(wanted: readonly string[], source: SchemaSource, subset: SchemaSubset): void {
  const known = Object.keys(source.schemas);
  const problems = wanted
    .filter((name) => !known.includes(name))
    .map((name) =>
      name in subset.schemas
        ? `\`${name}\` is in the subset, but the given schema no longer has it: \`remove\` it first`
        : unknown(name, "the given schema", known),
    );
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function unknown(name: string, place: string, known: readonly string[]): string {
  const near = nearMatches(name, known).map((match) => `\`${match}\``);
  const hint =
    near.length === 0 ? "a name is `oci_<type>`, or `data.oci_<type>`" : `did you mean ${near.join(", ")}?`;
  return `\`${name}\` is not in ${place}; ${hint}`;
}

function schemaOf(source: SchemaSource, name: string): Schema {
  const schema = source.schemas[name];
  if (schema === undefined) throw new Error(`\`${name}\` is not in the given schema`);
  return schema;
}

/** The version that the source is of: as told, or the subset's own when nothing speaks against it. */
function versionOf(source: SchemaSource, subset: SchemaSubset, told: string | undefined): string {
  if (told !== undefined && source.version !== undefined && told !== source.version) {
    throw new Error(
      `\`--provider-version\` must be the version of the given schema, ${source.version}; got ${told}`,
    );
  }
  const version = told ?? source.version;
  if (version === undefined) return sameVersion(source, subset);
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(`\`--provider-version\` must be of the form 8.28.0; got ${version}`);
  }
  return version;
}

function sameVersion(source: SchemaSource, subset: SchemaSubset): string {
  const changed = Object.entries(subset.schemas)
    .filter(([name, schema]) => formatJson(stripNoise(schemaOf(source, name))) !== formatJson(schema))
    .map(([name]) => `\`${name}\``);
  if (changed.length === 0) return subset.version;
  throw new Error(
    `\`--provider-version\` must say which version the given schema is of, since it is not the subset's ${subset.version}: ` +
      `${changed.join(", ")} differ`,
  );
}
