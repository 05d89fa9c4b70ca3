/** The context: `context` in `cdktf.json`, or `CDKTF_CONTEXT_JSON` where no CLI writes over it. */
export type Context = Readonly<Record<string, unknown>>;

/**
 * Refuses a key that nobody would read.
 *
 * @param context where it stands
 * @param whose which keys are judged
 * @param known those of them that somebody reads
 * @throws {RangeError} for the first that nobody does
 */
export function requireKnown(context: Context, whose: RegExp, known: readonly string[]): void {
  const unknown = Object.keys(context).find((key) => whose.test(key) && !known.includes(key));
  if (unknown !== undefined)
    throw new RangeError(`\`${unknown}\` must be one of ${known.join(", ")}, as nothing else is an option`);
}
