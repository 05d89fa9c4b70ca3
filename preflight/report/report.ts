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

/** A report for machines. */
export function jsonOf(report: Report): string {
  const { stack, answers, seconds } = report;
  return JSON.stringify({ stack, verdict: verdictOf(report), seconds, answers }, null, 2);
}
