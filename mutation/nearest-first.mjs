import { readFileSync } from "node:fs";
import { basename, dirname, relative } from "node:path";

/**
 * Test files in the order in which they are asked: first the one that noticed the mutant the last time, then those that speak of what was
 * mutated. These are told by the words of the edit, the more the rarer they are, and by their path beside that of the file.
 *
 * @param {readonly { path: string, context: { config: { rootDir: string } } }[]} tests
 * @param {{ file?: string, words: readonly string[], first?: string }} mutated
 */
export function nearestFirst(tests, { file, words, first }) {
  const texts = new Map(tests.map((test) => [test, textOf(test.path)]));
  const rare = new Map(
    words.map((word) => [word, 1 / [...texts.values()].filter((text) => text.includes(word)).length]),
  );
  const scoreOf = (test) => {
    const path = relative(test.context.config.rootDir, test.path);
    if (path === first) return Infinity;
    const said = words.filter((word) => texts.get(test).includes(word));
    const score = said.reduce((sum, word) => sum + rare.get(word), 0) + (file ? nearness(file, path) : 0);
    return startsTerraform.test(texts.get(test)) ? score / 4 : score;
  };
  const scores = new Map(tests.map((test) => [test, scoreOf(test)]));
  return [...tests].sort(
    (one, other) => scores.get(other) - scores.get(one) || (one.path < other.path ? -1 : 1),
  );
}

/**
 * How much of its path a test has in common with the mutated file: up to one for the folders, by one of which it may be named, and as
 * much for the name.
 */
function nearness(file, test) {
  const nameOf = (path) => basename(path).replace(/([.]test)?[.]ts$/, "");
  const parts = new Set(dirname(file).split("/"));
  const common = [...dirname(test).split("/"), nameOf(test)].filter((part) => parts.has(part));
  return common.length / parts.size + (nameOf(file) === nameOf(test) ? 1 : 0);
}

// Such files take a minute, others a second.
const startsTerraform = /\bwhyNo\w+Provider\b|\b(has|testWith)\("terraform"/;

const read = new Map();

function textOf(path) {
  if (!read.has(path)) read.set(path, readFileSync(path, "utf8"));
  return read.get(path);
}
