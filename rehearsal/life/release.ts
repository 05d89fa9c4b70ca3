import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(__dirname, "../..");
const run = promisify(execFile);

/**
 * The revision that an upgrade begins with: the newest release, by the tags that HEAD comes from; before the first release the last
 * commit that is at least a day older than HEAD, as somebody has deployed who follows the branch.
 *
 * @param folder a git work tree
 * @returns a tag or a commit; nothing where the history is shorter
 */
export async function earlierRevision(folder: string = root): Promise<string | undefined> {
  const git = async (...args: readonly string[]) => (await run("git", args, { cwd: folder })).stdout.trim();
  const tag = await git("describe", "--tags", "--abbrev=0").catch(() => "");
  if (tag !== "") return tag;
  const dayBefore = Number(await git("log", "-1", "--format=%ct")) - 24 * 60 * 60;
  const commit = await git("rev-list", "-1", `--before=${dayBefore}`, "HEAD");
  return commit === "" ? undefined : commit;
}

/**
 * Synthesizes the stacks of another commit in a work tree of their own, with what that commit has installed: what is here, where its
 * lock file is the same, and otherwise what `npm ci` brings.
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
    await install(tree);
    const { COUNTERPART_ENVIRONMENT: _, CDKTF_CONTEXT_JSON: __, ...env } = process.env;
    await run("npm", ["run", "--silent", "synth"], { cwd: tree, env, maxBuffer: 2 ** 24 });
    cpSync(join(tree, "cdktf.out/stacks"), join(folder, "stacks"), { recursive: true });
  } finally {
    await rm(tree, { recursive: true, force: true });
    await run("git", ["worktree", "prune"], { cwd: root });
  }
  return join(folder, "stacks");
}

async function install(tree: string): Promise<void> {
  const lockOf = (folder: string) => readFileSync(join(folder, "package-lock.json"));
  if (lockOf(tree).equals(lockOf(root))) {
    for (const modules of ["node_modules", "webapp/node_modules"])
      if (existsSync(join(root, modules))) symlinkSync(join(root, modules), join(tree, modules));
    return;
  }
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  await run("npm", ["ci", ...options], { cwd: tree, maxBuffer: 2 ** 24 });
}
