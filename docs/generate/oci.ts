import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { Input } from "../../stacks/oci/fields";
import { ociInputs } from "../../stacks/oci/inputs";
import { databaseInputs } from "../../stacks/oci/inputs-database";
import { OciStack } from "../../stacks/oci-stack";
import { profiles } from "../../stacks/context/profiles";
import { costTable, type Quantities } from "./oci-prices";
import { reasons } from "./oci-reasons";
import { table, withBlocks } from "./table";

interface Json {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

const page = join(__dirname, "../oci.md");
const names = ["lab", "production", "lab on Kubernetes"] as const;

/** A stack that the page shows: a profile, or a lab with a cluster. */
type OciExample = (typeof names)[number];

/** The page as it must be: what is written by hand, and between its markers what the sources say. */
export function ociPage(written: string = readFileSync(page, "utf8")): string {
  return withBlocks(written, { created: createdTable(), inputs: inputsTable(), cost: costs() });
}

function synthesized(name: OciExample): Json {
  const cluster = { network: {}, database: {}, web: {}, kubernetes: { access: {} } };
  const props =
    name === "lab on Kubernetes" ? { profile: profiles.lab, options: cluster } : { profile: profiles[name] };
  const stack = new OciStack(Testing.app(), "oci-stack", props);
  return JSON.parse(Testing.synth(stack)) as Json;
}

function createdTable(): string {
  const json = names.map(synthesized);
  const types = new Set(json.flatMap(({ resource }) => Object.keys(resource)));
  const unexplained = [...types].filter((type) => !(type in reasons));
  if (unexplained.length > 0)
    throw new RangeError(`\`reasons\` must tell why there is ${unexplained.join(", ")}`);
  return table(
    ["resource", ...names, "what for"],
    Object.entries(reasons)
      .filter(([type]) => types.has(type))
      .map(([type, reason]) => [
        `\`${type}\``,
        ...json.map(({ resource }) => String(Object.keys(resource[type] ?? {}).length)),
        reason,
      ]),
  );
}

function inputsTable(): string {
  return table(
    ["input", "default", "what for"],
    Object.entries<Input>(ociInputs()).map(([name, input]) => [
      `\`${name}\``,
      input.default === undefined ? "required" : `\`${JSON.stringify(input.default)}\``,
      input.description,
    ]),
  );
}

function costs(): string {
  return costTable(Object.fromEntries(names.map((name) => [name, quantitiesOf(name)])));
}

/** What of a profile costs money on OCI. */
export function quantitiesOf(name: OciExample): Quantities {
  const { resource } = synthesized(name);
  const only = (type: string) => Object.values(resource[type]!)[0]!;
  const database = only("oci_database_autonomous_database");
  return {
    ecpus: defaultOf("database_ecpus"),
    storageGB: defaultOf("database_storage_gb"),
    standby: database.is_local_data_guard_enabled === true,
    servers: Object.values({
      ...resource.oci_core_instance_pool,
      ...resource.oci_containerengine_node_pool,
    }).reduce((sum, pool) => sum + sizeOf(pool), 0),
    cluster: resource.oci_containerengine_cluster !== undefined,
  };
}

function sizeOf({ size, node_config_details: nodes }: Readonly<Record<string, unknown>>): number {
  return Number(size ?? (nodes as { size: number }).size);
}

const defaultOf = (input: "database_ecpus" | "database_storage_gb") => databaseInputs[input].default;

if (require.main === module) writeFileSync(page, ociPage());
