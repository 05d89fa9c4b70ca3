import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { copyTree } from "./tree";

/** Which tests to run, until one fails, and in which order. */
export interface Question {
  /** Those that import this file, or what imports it, by its path from the root. */
  readonly related?: string;
  /** Those whose path matches, as a regular expression. */
  readonly matching?: string;
  /** Those of these files. */
  readonly files?: readonly string[];
  /** Names of tests that are left out, as a regular expression. */
  readonly spared?: string;
  /** What is mutated, which the order follows. */
  readonly mutated: {
    readonly file?: string;
    readonly words: readonly string[];
    /** The file that noticed the mutant the last time. */
    readonly first?: string | undefined;
  };
  /** Most files of tests that are asked, the nearest first; undefined for all. */
  readonly most?: number | undefined;
}

/** How many tests passed, and the first that failed. */
export interface Answer {
  readonly passed: number;
  readonly failed?: { readonly file: string; readonly test: string };
}

interface Told extends Answer {
  readonly isBusy: boolean;
  readonly error?: string;
}

/** Longest that the tests of one mutant may take, in minutes; one that makes a test hang is noticed by it. */
const longestMinutes = 20;

/** Questions after which a process of jest is replaced, because modules of tests stay in its memory. */
const questionsOfOneProcess = 40;

/**
 * A copy of the project, and a process of jest in it that stays: to start one takes longer than most mutants take to be noticed. A new
 * one takes its place where a test left something running.
 */
export class Tests {
  readonly tree = copyTree();
  private child: ChildProcess | undefined;
  private asked = 0;

  async run(question: Question): Promise<Answer> {
    this.child ??= fork(join(this.tree, "mutation/jest-child.mjs"), {
      cwd: this.tree,
      // Not those of this process, which compiles TypeScript.
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const { child } = this;
    child.send(question);
    const limit = setTimeout(() => child.kill("SIGKILL"), longestMinutes * 60_000);
    const ended = new AbortController();
    const { signal } = ended;
    const told = await Promise.race([
      once(child, "message", { signal }).then(([message]) => message as Told),
      once(child, "exit", { signal }).then(([, by]) => (by === "SIGKILL" ? "hangs" : "ended")),
    ]).finally(() => {
      clearTimeout(limit);
      ended.abort();
    });
    this.asked++;
    if (typeof told === "string" || told.isBusy || this.asked >= questionsOfOneProcess) await this.stop();
    if (told === "hangs")
      return { passed: 0, failed: { file: "", test: `no end in ${longestMinutes} minutes` } };
    if (typeof told === "string") throw new Error("the process of jest ended without an answer");
    if (told.error !== undefined) throw new Error(told.error);
    return told;
  }

  /** Ends the process, and removes the copy. */
  async close(): Promise<void> {
    await this.stop();
    rmSync(this.tree, { recursive: true });
  }

  private async stop(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    this.asked = 0;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.disconnect();
    const limit = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await exit;
    clearTimeout(limit);
  }
}
