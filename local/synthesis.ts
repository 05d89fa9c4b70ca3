import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Names of the stacks that `main.ts` makes. */
export const stacks = ["aws-stack", "oci-stack"] as const;

/** Synthesizes every stack and resolves to where each one's Terraform is. */
export async function synthesize(root: string): Promise<string[]> {
  await run(process.execPath, ["--import", "tsx", "main.ts"], { cwd: root });
  const out = path.resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out");
  return stacks.map((stack) => found(path.join(out, "stacks", stack, "cdk.tf.json")));
}

function found(file: string): string {
  if (!existsSync(file)) throw new Error(`the synthesis must write ${file}, but it did not`);
  return file;
}
