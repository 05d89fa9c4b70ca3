import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { quantitiesOf as quantitiesIn } from "../../delivery/plan/prices";
import type { SynthesizedStack } from "../../proofs/synthesized";
import type { Input } from "../../stacks/oci/fields";
import { ociInputs } from "../../stacks/oci/inputs";
import { OciStack } from "../../stacks/oci-stack";
import { profiles } from "../../stacks/context/profiles";
import { costTable, type Quantities } from "./oci-prices";
import { reasons } from "./oci-reasons";
import { table, withBlocks } from "./table";

const page = join(__dirname, "../oci.md");
const names = ["lab", "production", "lab on Kubernetes"] as const;

/** A stack that the page shows: a profile, or a lab with a cluster. */
type OciExample = (typeof names)[number];

/** The page as it must be: what is written by hand, and between its markers what the sources say. */
export function ociPage(written: string = readFileSync(page, "utf8")): string {
  return withBlocks(written, { created: createdTable(), inputs: inputsTable(), cost: costs() });
}

function synthesized(name: OciExample): SynthesizedStack {
  const cluster = { network: {}, database: {}, web: {}, kubernetes: { access: {} } };
  const props =
    name === "lab on Kubernetes" ? { profile: profiles.lab, options: cluster } : { profile: profiles[name] };
  const stack = new OciStack(Testing.app(), "oci-stack", props);
  return JSON.parse(Testing.synth(stack)) as SynthesizedStack;
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

/** Billed resources of a profile on OCI. */
export function quantitiesOf(name: OciExample): Quantities {
  return quantitiesIn(synthesized(name));
}

if (require.main === module) writeFileSync(page, ociPage());
