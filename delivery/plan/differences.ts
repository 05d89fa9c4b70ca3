/** Difference between two lists, one line each, with `+` or `-` before it. */
export interface Difference {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Items that only one of two lists has. */
export function difference(title: string, before: readonly string[], after: readonly string[]): Difference {
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`);
  const come = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
  return { title, lines: [...gone, ...come] };
}
