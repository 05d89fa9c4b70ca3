import * as z from "zod";

/** A type of value of the context: the schema that reads it, and what it must be in words that follow "must". */
interface Type<T extends z.ZodType> {
  /** Reads and converts. Every message in it is a rule of ours. */
  readonly type: T;
  /** Rule of a value. */
  readonly rule: string;
}

const listRule = "be a list of texts, or one text with commas between them";

/** A text; what it must say in detail is mostly a construct's to check, by the same rule. */
export function text(rule: string, holds: (given: string) => boolean = () => true) {
  return { type: z.string(rule).refine(holds, rule).optional(), rule };
}

/** A list of different texts, at least one, which may also be one text with commas between them. */
export function texts(rule: string) {
  return { type: differentTexts(rule).optional(), rule };
}

/** One or more of some names. */
export function someOf<const T extends string>(names: readonly T[]) {
  const rule = `be some of ${names.join(", ")}`;
  const type = differentTexts(rule)
    .refine((given) => given.every((name) => names.some((known) => known === name)), rule)
    .transform((given) => names.filter((name) => given.includes(name)));
  return { type: type.optional(), rule };
}

/** Yes or no, which may also be a text. */
export function flag() {
  const rule = "be true or false";
  const written = z.enum(["true", "false"]).transform((given) => given === "true");
  return { type: z.union([z.boolean(), written], rule).optional(), rule };
}

/** A number above 0, which may also be a text. */
export function amount() {
  const rule = "be a number above 0";
  const written = z
    .string()
    .regex(/^\d+([.]\d+)?$/)
    .transform(Number);
  const type = z
    .union([z.number(), written], rule)
    .refine((given) => Number.isFinite(given) && given > 0, rule);
  return { type: type.optional(), rule };
}

/** A whole number above 0, which may also be a text. */
export function wholeAmount(rule: string) {
  const written = z.string().regex(/^\d+$/).transform(Number);
  const type = z
    .union([z.number(), written], rule)
    .refine((given) => Number.isSafeInteger(given) && given > 0, rule);
  return { type: type.optional(), rule };
}

/** One of some names, read as what it stands for. */
export function choice<const T>(
  of: Readonly<Record<string, T>>,
  rule = `be one of ${Object.keys(of).join(", ")}`,
) {
  const type = z
    .union([z.string(), z.number().transform(String)], rule)
    .refine((name) => Object.hasOwn(of, name), rule)
    .transform((name) => of[name]!);
  return { type: type.optional(), rule };
}

/** A type with a shape of its own; a wrong field is refused by its own name and rule. */
export function shaped<T extends z.ZodType>(shape: (rule: string) => T, rule: string) {
  return { type: shape(rule).optional(), rule };
}

/** The same type for a key that must be there. */
export function required<T extends z.ZodType>({ type, rule }: Type<z.ZodOptional<T>>): Type<T> {
  return { type: type.unwrap(), rule };
}

/** A text within an object. */
export const textField = z.string("be a text");

/** A number within an object. */
export const numberField = z.number("be a number");

/** A list of texts within an object. */
export const textsField = z.array(textField, "be a list of texts");

function differentTexts(rule: string) {
  const written = z.string().transform((given) => given.split(",").map((item) => item.trim()));
  return z
    .union([z.array(z.string()), written], listRule)
    .refine((given) => given.length > 0 && !given.includes("") && new Set(given).size === given.length, rule);
}
