import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { ask, askWithout } from "./ask";
import { type Mutant, mutate } from "./mutant";
import { mutants } from "./mutants";
import { isEnough, type Judged, report } from "./report";
import { Tests } from "./tests";
import { root } from "./tree";
import { Verdicts } from "./verdicts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    jobs: { type: "string", default: String(availableParallelism()) },
    // How many files of tests are asked about each, the nearest first: for a quick look.
    nearest: { type: "string" },
  },
});

const most = values.nearest === undefined ? undefined : Number(values.nearest);
const reportFile = join(root, "node_modules/.cache/mutation/report.md");

/** Asks tests about each mutant whose name or file matches `--only`, and writes what they noticed; security comes first. */
async function main(): Promise<void> {
  const chosen = mutants
    .filter(({ name, file }) => new RegExp(values.only).test(`${name} ${file}`))
    .sort((one, other) => Number(other.security ?? false) - Number(one.security ?? false));
  for (const mutant of chosen) mutate(readFileSync(join(root, mutant.file), "utf8"), mutant);
  const copies = Array.from({ length: Number(values.jobs) }, () => new Tests());
  try {
    const judged = await judge(chosen, copies);
    await control(judged, copies[0]!);
    write(report(judged));
    if (!isEnough(judged)) process.exitCode = 1;
  } finally {
    for (const tests of copies) await tests.close();
  }
}

async function judge(chosen: readonly Mutant[], copies: readonly Tests[]): Promise<Judged[]> {
  const verdicts = new Verdicts();
  const waiting = [...chosen.entries()];
  const judged: Judged[] = [];
  const work = async (tests: Tests) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, mutant] = next;
      const started = performance.now();
      const known = verdicts.of(mutant);
      const verdict = known ?? (await ask(tests, mutant, verdicts.lastFile(mutant), most));
      if (!known && (verdict.noticed || most === undefined)) verdicts.keep(mutant, verdict);
      judged[index] = { mutant, verdict };
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(
        `${verdict.noticed ? "noticed" : "NOT NOTICED"} after ${seconds} s: ${mutant.name}${verdict.noticed ? ` (${verdict.file})` : ""}`,
      );
    }
  };
  await Promise.all(copies.map(work));
  return judged;
}

/** A test that fails without a mutant, too, noticed nothing. */
async function control(judged: readonly Judged[], tests: Tests): Promise<void> {
  const files = new Set(
    judged.flatMap(({ verdict }) => (verdict.noticed && verdict.file ? [verdict.file] : [])),
  );
  if (files.size === 0) return;
  const verdict = await askWithout(tests, [...files]);
  if (verdict.noticed) throw new Error(`${verdict.file} fails without a mutant, too: ${verdict.test}`);
}

function write(text: string): void {
  mkdirSync(dirname(reportFile), { recursive: true });
  writeFileSync(reportFile, text);
  const { GITHUB_STEP_SUMMARY: summary } = process.env;
  if (summary) appendFileSync(summary, text);
  console.log(`\n${text}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof RangeError ? error.message : error);
  process.exitCode = 2;
});
