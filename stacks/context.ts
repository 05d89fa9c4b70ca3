/** What `context` in `cdktf.json`, or `--context` on the command line, says. */
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
 * Reads a list of texts, which the command line writes with commas between them.
 *
 * @throws {RangeError} for anything else
 */
export function texts(context: Context, key: string): readonly string[] | undefined {
  const value = context[key];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  return text(context, key)?.split(/\s*,\s*/);
}

/**
 * Reads yes or no, which the command line writes as a text.
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
