/** What `context` in `cdktf.json` says, or `CDKTF_CONTEXT_JSON` where no CLI writes over it. */
export type Context = Readonly<Record<string, unknown>>;

/**
 * Reads a text; an empty one is one that is not set.
 *
 * @throws {RangeError} for anything else
 */
export function text(context: Context, key: string): string | undefined {
  const value = context[key];
  if (value === undefined || typeof value === "string") return value || undefined;
  throw new RangeError(`\`${key}\` must be a text, got ${JSON.stringify(value)}`);
}

/**
 * Reads a list of texts, which may also be one text with commas between them.
 *
 * @throws {RangeError} for anything else
 */
export function texts(context: Context, key: string): readonly string[] | undefined {
  const value = context[key];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  return text(context, key)?.split(/\s*,\s*/);
}

/**
 * Reads yes or no, which may also be a text.
 *
 * @throws {RangeError} for anything else
 */
export function flag(context: Context, key: string): boolean | undefined {
  const value = context[key];
  if (value === undefined || value === "") return undefined;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new RangeError(`\`${key}\` must be true or false, got ${JSON.stringify(value)}`);
}

/**
 * Reads what has a shape of its own; an empty text is one that is not set.
 *
 * @param context where it is read from
 * @param key its name there
 * @param shape what it must be, in words
 * @param holds whether it is; of what is in it the construct knows more
 * @throws {RangeError} for anything else
 */
export function shaped<T>(
  context: Context,
  key: string,
  shape: string,
  holds: (value: unknown) => value is T,
): T | undefined {
  const value = context[key];
  if (value === undefined || value === "") return undefined;
  if (holds(value)) return value;
  throw new RangeError(`\`${key}\` must be ${shape}, got ${JSON.stringify(value)}`);
}

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
