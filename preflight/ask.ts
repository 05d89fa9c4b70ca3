import { type Answer, type Question, type Verdict, warning } from "./question";

/** Why an account did not answer. */
export type Silence =
  /** Whoever asks lacks a right. */
  | "not permitted"
  /** There are no credentials, or they are not valid here. */
  | "not known"
  /** The network leads nowhere. */
  | "not reached"
  | "too late"
  | "other";

/** A question with its answer. */
export interface Answered {
  readonly id: string;
  readonly asks: string;
  readonly verdict: Verdict;
  readonly says: string;
  readonly fix?: string;
  /** Why nobody knows; not there where the account answered. */
  readonly unanswered?: Silence;
  readonly link: string;
  /** Duration of the answer. */
  readonly seconds: number;
}

/** An account, and how to read what its SDK throws. */
export interface Asked<Account> {
  readonly account: Account;
  readonly explain: (error: unknown) => Silence;
}

/**
 * Asks all questions at once; none of them keeps another from being answered.
 *
 * @param limitMs how long each may take, and so hardly less than all together
 */
export function askAll<Account>(
  questions: readonly Question<Account>[],
  asked: Asked<Account>,
  limitMs: number,
): Promise<Answered[]> {
  return Promise.all(questions.map((question) => ask(question, asked, limitMs)));
}

async function ask<Account>(
  question: Question<Account>,
  { account, explain }: Asked<Account>,
  limitMs: number,
): Promise<Answered> {
  const { id, asks, link } = question;
  const started = performance.now();
  const answer = await within(limitMs, question, account).catch((error: unknown) =>
    unanswered(question, error, explain(error)),
  );
  return { id, asks, ...answer, link, seconds: Math.round(performance.now() - started) / 1000 };
}

type Heard = Answer & Pick<Answered, "unanswered">;

async function within<Account>(
  limitMs: number,
  question: Question<Account>,
  account: Account,
): Promise<Heard> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Heard>((resolve) => {
    const answer = warning(`there was no answer within ${limitMs / 1000} seconds`, goOn);
    timer = setTimeout(() => resolve({ ...answer, unanswered: "too late" }), limitMs);
  });
  try {
    return await Promise.race([question.answer(account), late]);
  } finally {
    clearTimeout(timer);
  }
}

const goOn = "ask again, or deploy without knowing";

function unanswered<Account>({ needs }: Question<Account>, error: unknown, silence: Silence): Heard {
  const said = messageOf(error);
  if (silence !== "not permitted")
    return { ...warning(`this could not be asked: ${said}`, goOn), unanswered: silence };
  const rights = needs.map((right) => `\`${right}\``).join(", ");
  const fix = `have ${rights} granted to whoever asks, or deploy without knowing: a deployment may do without`;
  return { ...warning(`you may not ask this: ${said}`, fix), unanswered: silence };
}

/** Message of an SDK's error, in one line of bounded length. */
export function messageOf(error: unknown): string {
  // Not everything that is thrown is an error: Oracle's SDK throws objects, too.
  const thrown = (error ?? {}) as { name?: string; message?: string; requestEndpoint?: string };
  const { name = "", message = String(error) } = thrown;
  const where = error instanceof Error ? undefined : thrown.requestEndpoint;
  const line = [name === "Error" ? "" : name, message, where ?? ""].filter((part) => part !== "").join(": ");
  const short = line.replaceAll(/\s+/g, " ");
  return short.length > 300 ? `${short.slice(0, 299)}…` : short;
}
