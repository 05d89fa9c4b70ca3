/** When a question that hangs is asked once more, and when all of them are given up. */
export interface HedgeLimits {
  /** Time to wait for an answer before the second attempt, in milliseconds. */
  readonly againMs: number;
  /** Time to wait for either of the answers, in milliseconds. */
  readonly giveUpMs: number;
}

/**
 * The first good answer to a question that may hang: it is asked again and again, and nobody asked is given up on.
 *
 * Asking again finds the way that a lost packet blocked, waiting for the earlier ones lets a slow source answer at all.
 *
 * @param ask - asks; told how many times it was asked before
 * @throws what the last of those asked failed with, as soon as none is left; an `Error` that tells the limit otherwise
 */
export function hedged<T>(
  ask: (attempt: number) => Promise<T>,
  { againMs, giveUpMs }: HedgeLimits,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let [attempts, open] = [0, 0];
    const askOnce = () => {
      open++;
      ask(attempts++).then(settled(resolve), (error: Error) => {
        if (--open === 0) settled(reject)(error);
      });
    };
    const again = setInterval(askOnce, againMs);
    const limit = setTimeout(() => settled(reject)(new Error(`no answer within ${giveUpMs} ms`)), giveUpMs);
    const settled =
      <V>(settle: (value: V) => void) =>
      (value: V) => {
        clearInterval(again);
        clearTimeout(limit);
        settle(value);
      };
    askOnce();
  });
}
