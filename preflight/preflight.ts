import { type Answered, askAll, type Asked } from "./ask";
import type { Question } from "./question";
import type { Report } from "./report/report";
import { PreflightError } from "./stack";

/** What one cloud is asked about a stack. */
export interface Preflight<Account> extends Asked<Account> {
  /** Such as `aws-stack`. */
  readonly stack: string;
  /** Whom one talks to, and where. Nothing else is asked unless these are right. */
  readonly first: readonly Question<Account>[];
  readonly then: readonly Question<Account>[];
}

/** How long questions may take, one after the other below ten seconds. */
const limitsMs = { first: 3_500, then: 6_000 };

/**
 * Asks an account all that a deployment could fail on.
 *
 * @throws {PreflightError} where nobody answers at all
 */
export async function report<Account>(preflight: Preflight<Account>): Promise<Report> {
  const { stack, first, then } = preflight;
  const started = performance.now();
  const place = await askAll(first, preflight, limitsMs.first);
  requireSomebody(place[0]);
  const isRight = place.every(({ verdict }) => verdict !== "failure");
  const rest = isRight ? await askAll(then, preflight, limitsMs.then) : [];
  const seconds = Math.round(performance.now() - started) / 1000;
  return { stack, answers: [...place, ...rest], seconds };
}

function requireSomebody(who: Answered | undefined): void {
  if (who?.unanswered === undefined || who.unanswered === "not permitted") return;
  throw new PreflightError(`nobody was asked, because ${who.says}`);
}
