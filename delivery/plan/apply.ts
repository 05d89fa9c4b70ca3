import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { CommandError } from "../../commands/programs";
import type { Cloud } from "../../stacks/context/keys";
import { cloudOf, subjectOf } from "../cloud";
import { unpack } from "./bundle";
import { commitOf } from "./run";
import { Terraform } from "./terraform";

/**
 * Unpacks the plan in a bundle to where the stack is synthesized, so that the account can be asked about it.
 *
 * @returns the cloud that it is for
 */
export function unpackPlan(args: readonly string[], root: string): Cloud {
  const options = { hours: { type: "string", default: "24" } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [name, bundle] = positionals;
  const cloud = cloudOf(name);
  if (bundle === undefined)
    throw new CommandError(`which bundle? \`npm run delivery -- apply ${cloud} <bundle>\``);
  const expected = { ...subjectOf(cloud), commit: commitOf(root), hours: Number(values.hours) };
  const folder = Terraform.folderOf(cloud, root);
  unpack(readFileSync(bundle), folder, expected, process.env.PLAN_KEY || undefined);
  return cloud;
}

/** Applies the plan in a bundle, with the providers and assets that it was made with. */
export function applyPlan(args: readonly string[], root: string): void {
  const terraform = new Terraform(unpackPlan(args, root), root);
  terraform.init({ lockfile: true });
  terraform.apply();
}
