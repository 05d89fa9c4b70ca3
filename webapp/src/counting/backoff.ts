/** Limits of a back-off. */
export interface BackoffLimits {
  /** Longest pause after the first failure, in milliseconds. */
  readonly firstMs: number;
  /** Longest pause at all, in milliseconds. */
  readonly capMs: number;
}

/** Pause after the given failure (0 is the first): doubled each time, capped, and spread so that servers do not march in step. */
export function backoff(failure: number, { firstMs, capMs }: BackoffLimits): number {
  const ceiling = Math.min(capMs, firstMs * 2 ** Math.min(failure, 30));
  return ceiling * (0.5 + Math.random() / 2);
}
