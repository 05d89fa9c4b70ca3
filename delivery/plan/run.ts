import { execFileSync } from "node:child_process";
import { CommandError } from "../../commands/programs";

/** Address of the run that this is part of; nothing on a person's machine. */
export function runAddress(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = env;
  return GITHUB_RUN_ID && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}

/** The commit that is planned or applied. */
export function commitOf(root: string): string {
  return execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
}

/**
 * Key that encrypts bundles; nothing where they may stay readable.
 *
 * @throws {CommandError} in a public repository without one: everybody can download what its runs keep
 */
export function planKey(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { PLAN_KEY, REPOSITORY_VISIBILITY } = env;
  if (PLAN_KEY) return PLAN_KEY;
  if (REPOSITORY_VISIBILITY === "public")
    throw new CommandError(
      "`PLAN_KEY` must be set in a public repository, whose artifacts everybody can download: `openssl rand -base64 32 | gh secret set PLAN_KEY`",
    );
  return undefined;
}
