import { type Change, changesIn, countsOf, type Kind, type PlanJson } from "./changes";
import type { Difference } from "./differences";
import { type Loss, lossesIn } from "./precious";

/** Subject of a plan. */
export interface Subject {
  /** Cloud, such as `aws`. */
  readonly cloud: string;
  /** Name of the environment; empty for the unnamed one. */
  readonly environment: string;
}

/** Sections of the summary besides the plan. */
export interface Beside {
  /**
   * Differences from the deployed stack, by their heading: prices, and who reaches whom.
   *
   * @default - nothing is said of it
   */
  readonly differences?: readonly Difference[];
  /**
   * Report of preflight, in Markdown.
   *
   * @default - nothing is said of it
   */
  readonly preflight?: string | undefined;
  /**
   * Address of the run that planned.
   *
   * @default - none
   */
  readonly run?: string | undefined;
}

/** Writes where an environment is to be seen, in Markdown, for a comment that is written anew by each deployment. */
export function addressOf({ cloud, environment }: Subject, url: string): string {
  return `<!-- counterpart address: ${cloud} ${environment} -->\n\n### ${[cloud, environment].filter(Boolean).join(" · ")}: ${url}\n`;
}

/** Characters that a comment on GitHub takes. */
const maxLength = 65_536;

/** Text that no reader sees, by which a comment about the same subject is found again. */
function markerOf({ cloud, environment }: Subject): string {
  return `<!-- counterpart plan: ${cloud} ${environment} -->`;
}

/** Writes what a plan would do in Markdown, what is lost first, and no longer than a comment may be. */
export function summary(
  subject: Subject,
  plan: PlanJson,
  { differences = [], preflight = "", run }: Beside = {},
): string {
  const changes = changesIn(plan);
  const { cloud, environment } = subject;
  const head = [
    markerOf(subject),
    `### ${[cloud, environment].filter(Boolean).join(" · ")}: ${headline(changes)}`,
    ...lossesIn(changes).map(warning),
    ...(preflight === "" ? [] : [preflight.trim()]),
    ...differences.flatMap(({ title, lines }) => (lines.length > 0 ? [`**${title}**`, fence(lines)] : [])),
  ].join("\n\n");
  const foot = run === undefined ? "" : `\n\n[The run that planned](${run})`;
  const room = maxLength - head.length - foot.length;
  return head + details(changes, room) + foot + "\n";
}

function headline(changes: readonly Change[]): string {
  return changes.length === 0 ? "no changes" : countsOf(changes).replace(/[1-9]\d* to destroy/, "**$&**");
}

function warning({ address, kind, because, means }: Loss): string {
  const reason = because.length > 0 ? ` because of ${because.map((name) => `\`${name}\``).join(", ")}` : "";
  return `> [!CAUTION]\n> \`${address}\` is ${kind === "replace" ? "replaced" : "destroyed"}${reason}: ${means}.`;
}

/** First characters of a line, in GitHub's colours for differences: green, orange, red. */
const signs: Readonly<Record<Kind, string>> = { create: "+", update: "!", replace: "-/+", delete: "-" };
const order: readonly Kind[] = ["replace", "delete", "update", "create"];

function details(changes: readonly Change[], room: number): string {
  if (changes.length === 0) return "";
  const sorted = [...changes].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
  const lines = sorted.map(
    ({ kind, address, because }) =>
      `${signs[kind]} ${address}${because.length > 0 ? ` (${because.join(", ")})` : ""}`,
  );
  const [begin, end] = ["\n\n<details><summary>All changes</summary>\n\n", "\n\n</details>"];
  return begin + fence(fitting(lines, room - begin.length - end.length - fence([]).length)) + end;
}

function fence(lines: readonly string[]): string {
  return ["```diff", ...lines, "```"].join("\n");
}

/** As many lines as there is room for, and how many were left out. */
function fitting(lines: readonly string[], room: number): string[] {
  const more = (count: number) => `… and ${count} more: see the run`;
  const kept: string[] = [];
  let left = room - more(lines.length).length - 1;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) return [...kept, more(lines.length - kept.length)];
    kept.push(line);
  }
  return kept;
}
