import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Cloud } from "../stacks/context/keys";
import { PreflightError } from "./stack";

/** cdktf's manifest beside the stacks: it lists those of the last synthesis, whatever else lies in the folder. */
interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly workingDirectory: string }>>;
}

/**
 * Folder that a cloud's stack was synthesized to, or that a plan was unpacked to with the stack that it is of.
 *
 * @throws {PreflightError} where it was not
 */
export function folderOf(root: string, cloud: Cloud): string {
  const outdir = path.resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const manifest = path.join(outdir, "manifest.json");
  const unpacked = path.join(outdir, "stacks", `${cloud}-stack`);
  if (!existsSync(manifest) && existsSync(path.join(unpacked, "cdk.tf.json"))) return unpacked;
  if (!existsSync(manifest))
    throw new PreflightError(`nothing was synthesized to ${outdir}: run \`npm run synth\` first`);
  const { stacks } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
  const stack = stacks[`${cloud}-stack`];
  if (stack === undefined)
    throw new PreflightError(
      `${cloud}-stack was not synthesized: is it left out of \`clouds\` in cdktf.json?`,
    );
  return path.join(outdir, stack.workingDirectory);
}

/**
 * Synthesizes what `cdktf.json` and the environment say now. What it writes goes to where errors go, so that a report is all that
 * is on the standard output.
 *
 * @throws {PreflightError} where that fails; why was written before
 */
export function synthesize(root: string): void {
  // A shell, because npm is a script of its own on Windows.
  const { status } = spawnSync("npm run --silent synth", {
    cwd: root,
    shell: true,
    stdio: ["ignore", 2, "inherit"],
  });
  if (status !== 0) throw new PreflightError("the stacks were not synthesized, so there is nothing to ask");
}
