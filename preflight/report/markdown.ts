import type { Answered } from "../ask";
import type { Verdict } from "../question";
import { countsOf, type Report } from "./report";

/** A report for the summary of a workflow's run and for a comment: what stands in the way, then what is worth knowing. */
export function markdownOf({ stack, answers }: Report): string {
  const all = (verdict: Verdict) => answers.filter((answer) => answer.verdict === verdict).map(item);
  const warnings = all("warning");
  return paragraphs(
    `**Preflight of ${stack}: ${countsOf(answers)}**`,
    all("failure").join("\n"),
    warnings.length > 0 ? `<details><summary>Warnings</summary>\n\n${warnings.join("\n")}\n\n</details>` : "",
  );
}

/** Sentence in the place of a report where there is none. */
export function nobodyAsked(stack: string, why: string): string {
  return paragraphs(`**Preflight of ${stack}: nobody was asked**`, `- ${plain(why)}`);
}

function item({ id, verdict, says, fix, link }: Answered): string {
  const todo = fix === undefined ? "" : ` Do: ${plain(fix)}.`;
  return `- ${verdict} \`${id}\`: ${plain(says)}.${todo} [More](${link})`;
}

/** A cloud's words as a line of Markdown that begins no tag. */
function plain(words: string): string {
  return words.replaceAll(/\s+/g, " ").replaceAll("<", "&lt;");
}

function paragraphs(...all: readonly string[]): string {
  return `${all.filter((each) => each !== "").join("\n\n")}\n\n`;
}
