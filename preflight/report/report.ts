import type { Answered } from "../ask";
import type { Verdict } from "../question";

/** Report of one account's answers. */
export interface Report {
  /** Such as `aws-stack`. */
  readonly stack: string;
  readonly answers: readonly Answered[];
  /** Duration of the questions, in seconds. */
  readonly seconds: number;
}

/** The worst of all answers. */
export function verdictOf({ answers }: Report): Verdict {
  const found = (verdict: Verdict) => answers.some((answer) => answer.verdict === verdict);
  if (found("failure")) return "failure";
  return found("warning") ? "warning" : "ok";
}

/** Verdicts, the worst last, where a terminal shows it. */
export const order: readonly Verdict[] = ["ok", "warning", "failure"];

/** Number of answers of each kind: `20 ok, 1 warning, 2 failures`. */
export function countsOf(answers: readonly Answered[]): string {
  return order.map((verdict) => count(answers, verdict)).join(", ");
}

function count(answers: readonly Answered[], verdict: Verdict): string {
  const number = answers.filter((answer) => answer.verdict === verdict).length;
  if (verdict === "ok") return `${number} ok`;
  return `${number} ${verdict}${number === 1 ? "" : "s"}`;
}

/** A report for machines. */
export function jsonOf(report: Report): string {
  const { stack, answers, seconds } = report;
  return JSON.stringify({ stack, verdict: verdictOf(report), seconds, answers }, null, 2);
}
