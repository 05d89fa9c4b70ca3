import { appendFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { CommandError } from "../../commands/programs";
import { credentials } from "../../preflight/oci/credentials";
import { previews } from "../github/environment-name";
import { readSettings } from "../settings";
import { Compartments } from "./compartments";

/**
 * Hands the compartment of a pull request's environment to Terraform, by its variable. `--existing` makes none: where there is none,
 * there is no state either, and the variable is the compartment around it, in which a destroy then finds nothing.
 */
export async function handCompartment(args: readonly string[], root: string): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { existing: { type: "boolean", default: false } },
  });
  const name = process.env.COUNTERPART_ENVIRONMENT ?? "";
  const { compartments, parentId } = await open(root);
  const id = values.existing ? await compartments.find(name) : await compartments.findOrMake(name);
  console.log(`compartment of ${name}: ${id ?? "none"}`);
  const line = `TF_VAR_compartment_ocid=${id ?? parentId}\n`;
  if (process.env.GITHUB_ENV) appendFileSync(process.env.GITHUB_ENV, line);
  else console.log(`export ${line}`);
}

/** Has OCI delete compartments of environments that are gone. */
export async function dropCompartments([kept = ""]: readonly string[], root: string): Promise<void> {
  const { compartments } = await open(root);
  const dropped = await compartments.drop(numbersIn(kept));
  console.log(
    `OCI was asked to delete ${dropped.join(", ") || "none"}; what still holds something stays for another night`,
  );
}

async function open(root: string) {
  const { oci } = readSettings(root);
  const parentId = oci?.environments[previews];
  if (oci === undefined || parentId === undefined)
    throw new CommandError(
      `\`oci.environments\` in delivery.json must have \`${previews}\` with the compartment that theirs are in, got ${JSON.stringify(oci?.environments)}`,
    );
  const { provider } = await credentials();
  return { compartments: new Compartments({ provider, parentId, homeRegion: oci.homeRegion }), parentId };
}

function numbersIn(text: string): number[] {
  try {
    const given = JSON.parse(text) as unknown;
    if (Array.isArray(given) && given.every((each) => Number.isSafeInteger(each))) return given as number[];
  } catch {
    // It is told below.
  }
  throw new CommandError(
    `the pull requests must be a list of numbers in JSON such as [3, 12], got "${text}"`,
  );
}
