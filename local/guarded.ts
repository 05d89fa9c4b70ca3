import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import path from "node:path";

/** A program that ends no later than the process that started it. */
export interface Guarded {
  /** The program's guard, for its output and its end. */
  readonly process: ChildProcess;
  /** Resolves to the exit code once the program has ended by itself or was stopped. */
  readonly ended: Promise<number>;
  /** Sends the signal and resolves once the program has ended, which it must within its limit. */
  stop(): Promise<void>;
}

/** Options of a guarded program. */
export interface GuardedOptions {
  /** Signal that asks the program to stop. */
  readonly signal: "INT" | "TERM";
  /** The program's environment. */
  readonly env: NodeJS.ProcessEnv;
  /**
   * The program's working directory.
   *
   * @default - this process's
   */
  readonly cwd?: string;
  /**
   * Time limit for the program to stop before it is killed, in milliseconds.
   *
   * @default 15000
   */
  readonly stopMs?: number;
  /** User and group to run as, for a program that refuses to run as root. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

const guard = path.join(__dirname, "guard.mjs");

/** Starts a program that is stopped by `stop`, or by the death of this process, however sudden. */
export function startGuarded(
  program: readonly string[],
  { signal, env, cwd, user, stopMs = 15_000 }: GuardedOptions,
): Guarded {
  const owner = user === undefined ? ["", ""] : [String(user.uid), String(user.gid)];
  const child = spawn(process.execPath, [guard, `SIG${signal}`, ...owner, ...program], {
    // A group of its own, so that Ctrl-C in a terminal reaches this process only, which stops things in order.
    detached: true,
    windowsHide: true,
    stdio: ["pipe", "pipe", "pipe"],
    env,
    cwd,
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject).once("exit", (code) => resolve(code ?? 1));
  });
  // Whoever awaits `ended` hears of the error; a guard that nobody awaits must not end this process.
  ended.finally(() => child.stdin?.end()).catch(() => undefined);
  child.stdin?.on("error", () => undefined);
  return {
    process: child,
    ended,
    async stop() {
      child.stdin?.end();
      const limit = setTimeout(() => killGroup(child), stopMs);
      await ended.finally(() => clearTimeout(limit));
    },
  };
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  // Windows has no groups of processes, but knows whose children they are.
  if (process.platform === "win32") execFileSync("taskkill", ["/pid", String(pid), "/t", "/f"]);
  else process.kill(-pid, "SIGKILL");
}
