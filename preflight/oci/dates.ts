/** A date of an answer. The SDK's types say `Date`, and what it reads from an answer is the text that came. */
export function dateOf(date: Date | undefined): Date | undefined {
  return date === undefined ? undefined : new Date(date);
}
