import { type Answered, askAll, type Asked } from "./ask";
import type { Question } from "./question";
import type { Report } from "./report/report";
import { PreflightError } from "./stack";

/** Questions of preflight to one cloud. */
export interface Preflight<Account> extends Asked<Account> {
  /** Such as `aws-stack`. */
  readonly stack: string;
  /** Whom one talks to, and where. Nothing else is asked unless these are right. */
  readonly first: readonly Question<Account>[];
  readonly then: readonly Question<Account>[];
}

/** The same without questions about what whoever asks may do, for one who asks in the place of who deploys. */
export function withoutRights<Account>(preflight: Preflight<Account>): Preflight<Account> {
  return { ...preflight, then: preflight.then.filter(({ ofAsker = false }) => !ofAsker) };
}

/** Time limits of the questions, in milliseconds: both together below ten seconds. */
const limitsMs = { first: 3_500, then: 6_000 };

/**
 * Asks an account all that a deployment could fail on.
 *
 * @param limits how long those that come first may take, and those that come then
 * @throws {PreflightError} where nobody answers at all
 */
export async function report<Account>(preflight: Preflight<Account>, limits = limitsMs): Promise<Report> {
  const { stack, first, then } = preflight;
  const started = performance.now();
  const place = await askAll(first, preflight, limits.first);
  requireSomebody(place[0]);
  const isRight = place.every(({ verdict }) => verdict !== "failure");
  const rest = isRight ? await askAll(then, preflight, limits.then) : [];
  const seconds = Math.round(performance.now() - started) / 1000;
  return { stack, answers: [...place, ...rest], seconds };
}

function requireSomebody(who: Answered | undefined): void {
  if (who?.unanswered === undefined || who.unanswered === "not permitted") return;
  throw new PreflightError(`nobody was asked, because ${who.says}`);
}
