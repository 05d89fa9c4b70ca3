import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Mutant, mutate } from "./mutant";
import type { Answer, Tests } from "./tests";

/** What tests said of a mutant. */
export type Verdict =
  | { readonly noticed: true; readonly file: string; readonly test: string }
  | { readonly noticed: false; readonly passed: number };

/**
 * Tests that compare with what they were compared with before, which `-u` or `npm run docs` make pass again: what they notice, a
 * routine update would lose.
 */
const renewable = /synthesizes as before|`npm run docs` makes it so|`UPDATE_DOCS=1` writes it anew/;

/** Tests of files that no module imports, by what the paths of both have in common. */
const byPath: readonly (readonly [file: RegExp, tests: string])[] = [
  [/[.]md$/, "docs|limits|guarantees|prices"],
  [/^[.]github[/]/, "workflows"],
];

/**
 * Makes an edit in a copy of the project, asks the tests that its file is related to, and undoes it.
 *
 * @param first the file of tests that noticed it the last time
 * @param most how many files of tests are asked, if not all
 */
export async function ask(tests: Tests, mutant: Mutant, first?: string, most?: number): Promise<Verdict> {
  const path = join(tests.tree, mutant.file);
  const original = readFileSync(path, "utf8");
  writeFileSync(path, mutate(original, mutant));
  try {
    const mutated = { file: mutant.file, words: wordsOf(mutant), first };
    const matching = byPath.find(([pattern]) => pattern.test(mutant.file))?.[1];
    const which = matching ? { matching } : { related: mutant.file, spared: renewable.source };
    return verdictOf(await tests.run({ ...which, mutated, most }));
  } finally {
    writeFileSync(path, original);
  }
}

/** Asks test files without any mutant; resolves to the first that fails even so, which then says nothing about a mutant. */
export async function askWithout(tests: Tests, files: readonly string[]): Promise<Verdict> {
  return verdictOf(await tests.run({ files, mutated: { words: [] } }));
}

/** Words of an edit, also as Terraform writes them: `httpTokens` is `http_tokens` in the JSON that tests read. */
function wordsOf({ find, put }: Mutant): string[] {
  const words = `${find} ${put}`.match(/[A-Za-z_][\w-]{4,}/g) ?? [];
  const snake = words.map((word) => word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  return [...new Set([...words, ...snake])];
}

function verdictOf({ passed, failed }: Answer): Verdict {
  return failed ? { noticed: true, ...failed } : { noticed: false, passed };
}
