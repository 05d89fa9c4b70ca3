import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Mutant, mutate } from "./mutant";

/** What tests said of a mutant. */
export type Verdict =
  | { readonly noticed: true; readonly file: string; readonly test: string }
  | { readonly noticed: false; readonly passed: number };

interface Report {
  readonly passed: number;
  readonly failed?: { readonly file: string; readonly test: string };
}

/**
 * Tests that compare with what they were compared with before, which `-u` or `npm run docs` make pass again: what they notice, a
 * routine update would lose.
 */
const renewable = /synthesizes as before|`npm run docs` makes it so|`UPDATE_DOCS=1` writes it anew/;

/** Longest that the tests of one mutant may take; one that makes a test hang is noticed by it. */
const longestMinutes = 20;

/**
 * Makes an edit in a copy of the project, asks the tests that its file is related to, and undoes it. Pages are of no test's
 * modules: those that are about pages are asked.
 */
export async function ask(tree: string, mutant: Mutant): Promise<Verdict> {
  const path = join(tree, mutant.file);
  const original = readFileSync(path, "utf8");
  writeFileSync(path, mutate(original, mutant));
  try {
    const isPage = mutant.file.endsWith(".md");
    const which = isPage
      ? ["--testPathPatterns", "docs|limits|guarantees|prices"]
      : ["--findRelatedTests", path];
    const spared = isPage ? [] : ["--testNamePattern", `^(?!.*(${renewable.source}))`];
    const mutated = { MUTATED_FILE: mutant.file, MUTATED_WORDS: wordsOf(mutant).join(" ") };
    return verdictOf(tree, await run(tree, mutated, [...which, ...spared]));
  } finally {
    writeFileSync(path, original);
  }
}

/** Asks test files without any mutant; resolves to the first that fails even so, which then says nothing about a mutant. */
export async function askWithout(tree: string, files: readonly string[]): Promise<Verdict> {
  return verdictOf(
    tree,
    await run(tree, nothing, ["--runTestsByPath", ...files.map((file) => join(tree, file))]),
  );
}

/** What tells the order of tests what was mutated. */
interface Mutated extends NodeJS.ProcessEnv {
  readonly MUTATED_FILE: string;
  readonly MUTATED_WORDS: string;
}

const nothing: Mutated = { MUTATED_FILE: "", MUTATED_WORDS: "" };

/** Words of an edit, also as Terraform writes them: `httpTokens` is `http_tokens` in the JSON that tests read. */
function wordsOf({ find, put }: Mutant): string[] {
  const words = `${find} ${put}`.match(/[A-Za-z_][\w-]{4,}/g) ?? [];
  const snake = words.map((word) => word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  return [...new Set([...words, ...snake])];
}

function verdictOf(tree: string, { passed, failed }: Report): Verdict {
  return failed
    ? { noticed: true, file: relative(tree, failed.file), test: failed.test }
    : { noticed: false, passed };
}

async function run(tree: string, mutated: Mutated, args: readonly string[]): Promise<Report> {
  const report = join(tree, "mutation-report.json");
  rmSync(report, { force: true });
  const jest = join(tree, "node_modules/jest/bin/jest.js");
  const config = ["--config", join(tree, "mutation/jest.config.mjs"), "--runInBand", "--ci"];
  const env = { ...process.env, ...mutated, MUTATION_REPORT: report };
  const child = spawn(process.execPath, [jest, ...config, ...args], {
    cwd: tree,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  const limit = setTimeout(() => child.kill("SIGKILL"), longestMinutes * 60_000);
  const signal = await new Promise((resolve) => child.on("close", (_, by) => resolve(by)));
  clearTimeout(limit);
  if (signal === "SIGKILL")
    return { passed: 0, failed: { file: tree, test: `no end in ${longestMinutes} minutes` } };
  if (!existsSync(report)) throw new Error(`jest ended without a report: ${said}`);
  return JSON.parse(readFileSync(report, "utf8")) as Report;
}
