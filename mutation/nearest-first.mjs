import { readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import Sequencer from "@jest/test-sequencer";

/**
 * Has tests run first that speak of what was mutated: by the words of the edit, in `MUTATED_WORDS`, the more the rarer they are, and by
 * the path of `MUTATED_FILE`. They fail soonest, if any does.
 */
export default class NearestFirst extends Sequencer {
  sort(tests) {
    const words = process.env.MUTATED_WORDS.split(" ").filter(Boolean);
    const texts = new Map(tests.map((test) => [test, readFileSync(test.path, "utf8")]));
    const rare = new Map(
      words.map((word) => [word, 1 / [...texts.values()].filter((text) => text.includes(word)).length]),
    );
    const scoreOf = (test) => {
      const said = words.filter((word) => texts.get(test).includes(word));
      return said.reduce((sum, word) => sum + rare.get(word), 0) + nearness(test);
    };
    const scores = new Map(tests.map((test) => [test, scoreOf(test)]));
    return [...tests].sort(
      (one, other) => scores.get(other) - scores.get(one) || (one.path < other.path ? -1 : 1),
    );
  }
}

/** How much of its path a test has in common with the mutated file: up to one for the folder, and as much for the name. */
function nearness({ path, context }) {
  const [file, test] = [process.env.MUTATED_FILE, relative(context.config.rootDir, path)];
  const parts = new Set(dirname(file).split("/"));
  const folders = dirname(test)
    .split("/")
    .filter((folder) => parts.has(folder)).length;
  const name = (of) =>
    of
      .split("/")
      .at(-1)
      .replace(/([.]test)?[.]ts$/, "");
  return folders / parts.size + (name(file) === name(test) ? 1 : 0);
}
