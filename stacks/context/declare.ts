import type * as z from "zod";
import { RefusedValue } from "../../constructs/shared";
import type { Context } from "./context";

/** The declaration of one key of the context: reading, refusals, types and the tables of the docs come from it. */
interface Key {
  /** Reads its value; an empty text is one that is not set. Messages are rules, worded to follow "must". */
  readonly type: z.ZodType;
  /** Rule of a value, worded to follow "must". */
  readonly rule: string;
  /** Default, in Markdown. */
  readonly default: string;
  /** Effect, in Markdown: one sentence, without a capital letter and a full stop, as in a table. */
  readonly does: string;
  /** Props of stack and constructs that its value becomes; what refuses one of them is told by the key. */
  readonly props: readonly string[];
  /**
   * Props that fields of its value become, such as `keyId` from the field of that name.
   *
   * @default - none
   */
  readonly parts?: Readonly<Record<string, string>>;
}

/** Keys of the context by their names. */
export type Keys = Readonly<Record<string, Key>>;

/** The types of the keys' values. */
export type Values<K extends Keys> = { readonly [Name in keyof K]: z.infer<K[Name]["type"]> };

/**
 * Reads what the context says by the keys.
 *
 * @throws {RefusedValue} for the first value that its key does not take
 */
export function read<K extends Keys>(keys: K, context: Context): Values<K> {
  const values = Object.entries(keys).map(([name, { type }]) => [name, valueOf(name, type, context[name])]);
  return Object.fromEntries(values) as Values<K>;
}

function valueOf(name: string, type: z.ZodType, given: unknown): unknown {
  const { success, data, error } = type.safeParse(given === "" ? undefined : given);
  if (success) return data;
  const { path, message } = error.issues[0]!;
  const field = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  const value = path.reduce((inner, part) => (Object(inner) as Record<PropertyKey, unknown>)[part], given);
  throw new RefusedValue(`${name}${field}`, message, String(JSON.stringify(value)));
}

/** Leaves out what is not set, for properties that may be absent and not `undefined`. */
export function whereSet<T extends object>(values: T): { readonly [Name in keyof T]?: NonNullable<T[Name]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<{
    [Name in keyof T]: NonNullable<T[Name]>;
  }>;
}
