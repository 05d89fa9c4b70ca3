import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Verdict } from "./ask";
import type { Mutant } from "./mutant";
import { digest, digestOf, digestOfTree, root } from "./tree";

interface Kept {
  readonly key: string;
  readonly verdict: Verdict;
}

const file = join(root, "node_modules/.cache/mutation/verdicts.json");

/**
 * Verdicts of runs before, so that one that was interrupted goes on where it ended. A mutant that was noticed stays so while its file
 * and the test that noticed it are the same; one that was not, while the whole project is.
 */
export class Verdicts {
  private readonly tree = digestOfTree();
  private kept = read();

  /** The verdict on a mutant, if it still holds. */
  of(mutant: Mutant): Verdict | undefined {
    const kept = this.kept[mutant.name];
    return kept?.key === this.keyOf(mutant, kept?.verdict) ? kept?.verdict : undefined;
  }

  /** The file of tests that noticed it the last time, though the verdict may hold no more. */
  lastFile(mutant: Mutant): string | undefined {
    const verdict = this.kept[mutant.name]?.verdict;
    return verdict?.noticed ? verdict.file : undefined;
  }

  /** Keeps one, at once. */
  keep(mutant: Mutant, verdict: Verdict): void {
    // Another run may have kept some meanwhile.
    this.kept = { ...read(), [mutant.name]: { key: this.keyOf(mutant, verdict)!, verdict } };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(this.kept, null, 1));
  }

  private keyOf(mutant: Mutant, verdict: Verdict | undefined): string | undefined {
    if (verdict === undefined) return undefined;
    const asked = verdict.noticed ? digestOf(verdict.file) : this.tree;
    return digest(JSON.stringify([mutant, digestOf(mutant.file), asked]));
  }
}

function read(): Record<string, Kept> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, Kept>;
  } catch {
    return {};
  }
}
