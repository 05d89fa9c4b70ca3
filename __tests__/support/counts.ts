/** Numbers of tests that passed, failed and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Counts of a run, from its last line; nothing where it did not get there. */
export function countsIn(output: string): Counts | undefined {
  const last = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  if (last === undefined) return undefined;
  const [passed, failed, skipped] = last.slice(1).map(Number);
  return { passed: passed!, failed: failed!, skipped: skipped! };
}

/** The counts of several runs as one. */
export function sum(runs: readonly Counts[]): Counts {
  const total = (of: keyof Counts) => runs.reduce((count, run) => count + run[of], 0);
  return { passed: total("passed"), failed: total("failed"), skipped: total("skipped") };
}
