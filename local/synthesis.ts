import { readFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { startGuarded } from "./guarded";

/** A stack that was synthesized. */
interface Synthesized {
  /** Its name. */
  readonly stack: string;
  /** Path of its Terraform JSON. */
  readonly file: string;
}

/** cdktf's manifest of a synthesis. */
interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
}

/** A synthesis that is under way. */
export interface Synthesis {
  /** Resolves to every stack that the context asks for; rejects with what was printed when the synthesis fails. */
  readonly stacks: Promise<readonly Synthesized[]>;
  /** Ends it, and resolves once nothing of it writes any more. */
  stop(): Promise<void>;
}

/** Begins to synthesize every stack that the context asks for. */
export function synthesize(root: string): Synthesis {
  const program = [process.execPath, "--import", "tsx", path.join(root, "main.ts")];
  const synthesis = startGuarded(program, { signal: "TERM", env: process.env, cwd: root });
  const { stdout, stderr } = synthesis.process;
  const printed = Promise.all([stdout, stderr].map(async (stream) => (stream === null ? "" : text(stream))));
  const stacksOf = async () => {
    if ((await synthesis.ended) !== 0) throw new Error((await printed).join("").trim());
    return synthesized(root);
  };
  return { stacks: stacksOf(), stop: () => synthesis.stop() };
}

function synthesized(root: string): Synthesized[] {
  const out = path.resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const { stacks } = JSON.parse(readFileSync(path.join(out, "manifest.json"), "utf8")) as Manifest;
  return Object.entries(stacks).map(([stack, { synthesizedStackPath }]) => ({
    stack,
    file: path.join(out, synthesizedStackPath),
  }));
}
