import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A stack that was synthesized. */
export interface Synthesized {
  /** Its name. */
  readonly stack: string;
  /** Where its Terraform is. */
  readonly file: string;
}

/** What cdktf writes about a synthesis. */
interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
}

/** Synthesizes every stack that the context asks for. */
export async function synthesize(root: string): Promise<Synthesized[]> {
  await run(process.execPath, ["--import", "tsx", "main.ts"], { cwd: root });
  const out = path.resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const { stacks } = JSON.parse(readFileSync(path.join(out, "manifest.json"), "utf8")) as Manifest;
  return Object.entries(stacks).map(([stack, { synthesizedStackPath }]) => ({
    stack,
    file: path.join(out, synthesizedStackPath),
  }));
}
