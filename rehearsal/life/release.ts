import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(__dirname, "../..");
const run = promisify(execFile);

/** The newest release, by the tags that HEAD comes from; nothing where there is none. */
export async function lastRelease(): Promise<string | undefined> {
  const described = await run("git", ["describe", "--tags", "--abbrev=0"], { cwd: root }).catch(
    () => undefined,
  );
  return described?.stdout.trim();
}

/**
 * Synthesizes the stacks of another commit in a work tree of their own, with what is installed here.
 *
 * @param ref a tag, a branch or a commit
 * @returns a folder with `aws-stack` and `oci-stack`
 * @throws {Error} where git does not know the commit, or its stacks do not synthesize
 */
export async function stacksOf(ref: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-release-"));
  const tree = join(folder, "tree");
  await run("git", ["worktree", "add", "--detach", tree, ref], { cwd: root });
  try {
    for (const modules of ["node_modules", "webapp/node_modules"])
      if (existsSync(join(root, modules))) symlinkSync(join(root, modules), join(tree, modules));
    const { COUNTERPART_ENVIRONMENT: _, CDKTF_CONTEXT_JSON: __, ...env } = process.env;
    await run("npm", ["run", "--silent", "synth"], { cwd: tree, env, maxBuffer: 2 ** 24 });
    cpSync(join(tree, "cdktf.out/stacks"), join(folder, "stacks"), { recursive: true });
  } finally {
    rmSync(tree, { recursive: true, force: true });
    await run("git", ["worktree", "prune"], { cwd: root });
  }
  return join(folder, "stacks");
}
