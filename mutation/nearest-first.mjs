import { readFileSync } from "node:fs";
import { relative } from "node:path";
import Sequencer from "@jest/test-sequencer";

/**
 * Has tests run first that speak of what was mutated: by the words of the edit, in `MUTATED_WORDS`, and by the path of `MUTATED_FILE`.
 * They fail soonest, if any does.
 */
export default class NearestFirst extends Sequencer {
  sort(tests) {
    const words = process.env.MUTATED_WORDS.split(" ").filter(Boolean);
    const parts = process.env.MUTATED_FILE.replace(/[.]ts$/, "").split(/[/-]/);
    const scoreOf = ({ path, context }) => {
      const text = readFileSync(path, "utf8");
      const name = relative(context.config.rootDir, path).replace(/[.]test[.]ts$/, "");
      const inPath = name.split(/[/-]/).filter((word) => parts.includes(word)).length;
      return 3 * words.filter((word) => text.includes(word)).length + inPath;
    };
    const scores = new Map(tests.map((test) => [test, scoreOf(test)]));
    return [...tests].sort(
      (one, other) => scores.get(other) - scores.get(one) || (one.path < other.path ? -1 : 1),
    );
  }
}
