import { askAll, type Answered, type Asked } from "../../ask";
import type { Question } from "../../question";

/** Asks one question, and shows what counts of the answer. */
export async function answerTo<Account>(
  questions: readonly Question<Account>[],
  asked: Asked<Account>,
): Promise<Pick<Answered, "verdict" | "says"> & Partial<Answered>> {
  const [question, ...more] = questions;
  if (question === undefined || more.length > 0)
    throw new Error(`expected one question, got ${questions.length}`);
  const [answered] = await askAll([question], asked, 5_000);
  return answered!;
}
