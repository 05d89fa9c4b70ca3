import { table } from "../docs/generate/table";
import type { Verdict } from "./ask";
import type { Mutant } from "./mutant";

/** A mutant, and what tests said of it. */
export interface Judged {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

/** Share of all mutants that must be noticed; of those that touch security, all. */
const leastShare = 0.95;

/** Whether tests noticed enough. */
export function isEnough(judged: readonly Judged[]): boolean {
  const security = judged.filter(({ mutant }) => mutant.security);
  return shareOf(judged) >= leastShare && shareOf(security) === 1;
}

/** What was noticed and what was not, in Markdown. */
export function report(judged: readonly Judged[]): string {
  const missed = judged.filter(({ verdict }) => !verdict.noticed);
  const security = judged.filter(({ mutant }) => mutant.security);
  const count = (some: readonly Judged[]) => `${noticedIn(some).length} of ${some.length}`;
  return [
    "# Mutants",
    `Noticed: ${count(judged)}; of those that touch security ${count(security)}.`,
    ...(missed.length > 0 ? ["## Not noticed", tableOf(missed)] : []),
    "## Noticed",
    tableOf(noticedIn(judged)),
    "",
  ].join("\n\n");
}

function noticedIn(judged: readonly Judged[]): Judged[] {
  return judged.filter(({ verdict }) => verdict.noticed);
}

function shareOf(judged: readonly Judged[]): number {
  return judged.length === 0 ? 1 : noticedIn(judged).length / judged.length;
}

function tableOf(judged: readonly Judged[]): string {
  return table(
    ["mutant", "file", "security", "by"],
    judged.map(({ mutant, verdict }) => [
      mutant.name,
      `\`${mutant.file}\``,
      mutant.security ? "yes" : "",
      verdict.noticed
        ? `\`${verdict.file}\`: ${verdict.test.replaceAll("|", "\\|")}`
        : `none of ${verdict.passed} tests`,
    ]),
  );
}
