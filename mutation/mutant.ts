/** One edit that breaks a promise, and that tests must notice. */
interface Edit {
  /** What is wrong afterwards, in a few words; no two mutants have the same. */
  readonly name: string;
  /** Text that the file has exactly once. */
  readonly find: string;
  /** What takes its place. */
  readonly put: string;
  /**
   * Whether it opens something to somebody, or takes a protection away: all of these must be noticed.
   *
   * @default false
   */
  readonly security?: true;
}

/** Edits by the file that they are made to. */
export type Edits = Readonly<Record<string, readonly Edit[]>>;

/** An edit and its file. */
export interface Mutant extends Edit {
  /** Path from the root of the project. */
  readonly file: string;
}

/** Mutants of several lists, one after the other. */
export function mutantsOf(...lists: readonly Edits[]): Mutant[] {
  return lists.flatMap((edits) =>
    Object.entries(edits).flatMap(([file, all]) => all.map((edit) => ({ ...edit, file }))),
  );
}

/**
 * Makes the edit.
 *
 * @throws {RangeError} where the text is not there, or more than once: the mutant is stale
 */
export function mutate(text: string, { name, file, find, put }: Mutant): string {
  const times = text.split(find).length - 1;
  if (times !== 1)
    throw new RangeError(`"${name}" must find its text once in ${file}, and finds it ${times} times`);
  return text.replace(find, () => put);
}
