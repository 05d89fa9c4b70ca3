/** Severity of a line, as pino numbers it. */
export const level = { info: 30, warn: 40, error: 50, fatal: 60 } as const;

/** A line of the log. */
export interface SingleConnection {
  /** Severity. */
  readonly level: number;
  /** When it was written, in milliseconds of the wall clock. */
  readonly time: number;
  /** Text of the line. */
  readonly msg: string;
  /** Requests that it sums up. */
  readonly requests?: number;
  /** The error that it tells of. */
  readonly err?: { readonly message: string; readonly stack: string };
}

/** The lines of what a server wrote; throws where one is not JSON. */
export function linesOf(output: string): SingleConnection[] {
  const complete = output.slice(0, output.lastIndexOf("\n") + 1);
  return complete
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as SingleConnection);
}

/** The most lines that were written within any second. */
export function mostPerSecond(lines: readonly SingleConnection[]): number {
  let oldest = 0;
  return lines.reduce((most, { time }, index) => {
    while ((lines[oldest]?.time ?? time) <= time - 1_000) oldest++;
    return Math.max(most, index - oldest + 1);
  }, 0);
}

/** Requests whose failure the lines tell of, one by one or summed up. */
export function failuresIn(lines: readonly SingleConnection[]): number {
  return lines.reduce((sum, { msg, requests }) => {
    if (msg === "request failed") return sum + 1;
    return msg === "more requests failed" ? sum + (requests ?? NaN) : sum;
  }, 0);
}
