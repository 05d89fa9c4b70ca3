import { styleText } from "node:util";
import type { Answered } from "../ask";
import type { Verdict } from "../question";
import { countsOf, order, type Report } from "./report";

const colours: Readonly<Record<Verdict, "green" | "yellow" | "red">> = {
  ok: "green",
  warning: "yellow",
  failure: "red",
};

/** A report for people: what stands in the way comes last, where a terminal shows it. */
export function textOf({ stack, answers, seconds }: Report): string {
  const byVerdict = order.flatMap((verdict) => answers.filter((answer) => answer.verdict === verdict));
  return [
    ...byVerdict.map(paragraph),
    `${stack}: ${countsOf(answers)}; asked in ${seconds.toFixed(1)} seconds`,
  ].join("\n");
}

function paragraph({ id, verdict, says, fix, link }: Answered): string {
  const label = styleText(colours[verdict], verdict.padEnd(7));
  const first = `${label}  ${id}: ${says}`;
  if (verdict === "ok") return first;
  const more = [...(fix === undefined ? [] : [`do:  ${fix}`]), `see: ${link}`];
  return [first, ...more.map((line) => `         ${line}`)].join("\n");
}
