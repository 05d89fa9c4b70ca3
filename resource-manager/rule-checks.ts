/** Keys and values of a mapping in YAML. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Tells whether a value keeps a rule. */
export type Rule = (value: unknown) => boolean;

/** Whether a value is a mapping. */
export const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value is text that is not blank. */
export const isText: Rule = (value) => typeof value === "string" && value.trim() !== "";

/** Whether a value is true or false. */
export const isBoolean: Rule = (value) => typeof value === "boolean";

/** A mapping as it is, and an empty one in the place of anything else. */
export const mapping = (value: unknown): Mapping => (isMapping(value) ? value : {});

/** A list as it is, and an empty one in the place of anything else. */
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** Whether a value is a regular expression. */
export function isPattern(value: unknown): boolean {
  try {
    return typeof value === "string" && new RegExp(value, "u").test("") !== undefined;
  } catch {
    return false;
  }
}

/** Problems of the value of a key, if it is set. */
export function check(value: Mapping, key: string, path: string, holds: Rule, rule: string): string[] {
  return !(key in value) || holds(value[key]) ? [] : [broken(`${path}.${key}`, rule, value[key])];
}

/** Keys that nobody understands. */
export function unknownKeys(value: Mapping, known: readonly string[], path: string): string[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => `${path}.${key}: is no key of this field`);
}

/** Problems of the values of a mapping, each by its path. */
export function each(
  values: Mapping,
  path: string,
  problems: (value: unknown, path: string) => string[],
): string[] {
  return Object.entries(values).flatMap(([name, value]) => problems(value, `${path}.${name}`));
}

/** Says which rule a value breaks, with its path. */
export function broken(path: string, rule: string, value: unknown): string {
  return `${path}: must be ${rule}, got ${JSON.stringify(value) ?? "nothing"}`;
}

/** Problems of a reference to a name that must be defined. */
export function referenceProblems(reference: unknown, path: string, known: Mapping): string[] {
  return Object.hasOwn(known, nameOf(reference)) ? [] : [broken(path, "a known name", reference)];
}

/** Both `name` and `${name}` are references. */
export function nameOf(reference: unknown): string {
  return typeof reference === "string" ? reference.replace(/^\$\{(.*)\}$/, "$1") : "";
}
