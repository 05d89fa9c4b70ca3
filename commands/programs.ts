import { spawn, spawnSync } from "node:child_process";

/** An error that the user can correct: its message is all that they are shown. */
export class CommandError extends Error {}

/** Installation pages of the programs, by name. */
const sources: Readonly<Record<string, string>> = {
  terraform: "https://developer.hashicorp.com/terraform/install",
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  oci: "https://docs.oracle.com/iaas/Content/API/SDKDocs/cliinstall.htm",
  docker: "https://docs.docker.com/engine/install/",
  git: "https://git-scm.com/downloads",
  kubectl: "https://kubernetes.io/docs/tasks/tools/",
  ssh: "OpenSSH",
  "ssh-keygen": "OpenSSH",
};

/** Nothing that is started here asks a question at a place where nobody answers. */
function environment(): NodeJS.ProcessEnv {
  return { TF_IN_AUTOMATION: "1", ...(process.stdin.isTTY ? {} : { TF_INPUT: "0" }), ...process.env };
}

/**
 * Runs a program without a shell and returns what it writes; what it has to say about itself goes to the terminal.
 *
 * @throws {CommandError} where the program is not installed or fails
 */
export function answerOf(program: string, ...args: readonly string[]): string {
  const { error, status, stdout } = spawnSync(program, args, {
    env: environment(),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["inherit", "pipe", "inherit"],
    windowsHide: true,
  });
  if (error !== undefined) throw notStarted(program, error);
  if (status !== 0)
    throw new CommandError(`\`${program} ${args.slice(0, 3).join(" ")} …\` ended with code ${status}`);
  return stdout;
}

/**
 * Runs a program without a shell in this terminal, and resolves to its exit code. Ctrl-C is the program's: a session
 * hands it on to the server.
 *
 * @throws {CommandError} where the program is not installed
 */
export async function hand(program: string, ...args: readonly string[]): Promise<number> {
  const ignore = () => undefined;
  process.on("SIGINT", ignore);
  try {
    return await new Promise((resolve, reject) => {
      spawn(program, args, { env: environment(), stdio: "inherit" })
        .once("error", (error) => reject(notStarted(program, error)))
        .once("exit", (code) => resolve(code ?? 1));
    });
  } finally {
    process.off("SIGINT", ignore);
  }
}

function notStarted(program: string, error: NodeJS.ErrnoException): CommandError {
  return error.code === "ENOENT"
    ? new CommandError(`\`${program}\` is not on the PATH: install it (${sources[program] ?? program})`)
    : new CommandError(`\`${program}\` could not be started: ${error.message}`);
}
