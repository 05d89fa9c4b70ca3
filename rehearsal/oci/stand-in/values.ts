import { decode, encode, ExtensionCodec } from "@msgpack/msgpack";
import type { AttributeType, Block, NestedBlock } from "./schema";

/** A value that Terraform will know after an apply. */
class Unknown {}
/** The value that is not known yet. */
export const unknown = new Unknown();

/** A value of Terraform: text, number, bool, null, a list or a set, a map or an object, or {@link unknown}. */
export type Value = string | number | boolean | null | Unknown | readonly Value[] | ObjectValue;
/** An object or a map. */
export type ObjectValue = { readonly [name: string]: Value };

// Unknown values are extensions of MessagePack, 12 with what is known of them all the same
// (https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md).
const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: 0,
  encode: (value) => (value instanceof Unknown ? new Uint8Array(1) : null),
  decode: () => unknown,
});
extensionCodec.register({ type: 12, encode: () => null, decode: () => unknown });

/** A value as the protocol carries it. */
export interface DynamicValue {
  readonly msgpack?: Buffer;
  readonly json?: Buffer;
}

/** Reads a value of the protocol. */
export function decoded({ msgpack }: DynamicValue): Value {
  return decode(msgpack!, { extensionCodec }) as Value;
}

/** Writes a value for the protocol. */
export function encoded(value: Value): DynamicValue {
  return { msgpack: Buffer.from(encode(value, { extensionCodec })) };
}

/** Whether a value is an object or a map. */
function isObject(value: unknown): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && value !== unknown;
}

/** Items of a list, a set or a block; none where there is no value, or none that is known. */
export function itemsOf(value: Value | undefined): readonly ObjectValue[] {
  if (Array.isArray(value)) return value as ObjectValue[];
  return isObject(value) ? [value] : [];
}

/** Makes an object of each attribute of it, as `attribute` has it, and each block, as `block` has its items. */
export function mapped(
  { attributes = {}, block_types = {} }: Block,
  attribute: (name: string) => Value,
  block: (name: string, nested: NestedBlock) => readonly Value[] | Unknown,
): ObjectValue {
  const nested = (name: string, type: NestedBlock): Value => {
    const items = block(name, type);
    return type.nesting_mode === "single" && Array.isArray(items) ? ((items[0] as Value) ?? null) : items;
  };
  return Object.fromEntries([
    ...Object.keys(attributes).map((name) => [name, attribute(name)] as const),
    ...Object.entries(block_types).map(([name, type]) => [name, nested(name, type)] as const),
  ]);
}

/** What an API or a file said, as a value of a type; attributes are found by their name without underscores and capitals. */
export function ofType(type: AttributeType | undefined, given: unknown): Value {
  if (given === undefined || given === null) return null;
  if (type === "string") return typeof given === "string" ? given : JSON.stringify(given);
  if (type === "number") return Number(given);
  if (type === "bool") return given === true || given === "true";
  const [kind, of] = type as readonly [string, AttributeType];
  if (kind === "object") {
    const said = byPlainName(given);
    return Object.fromEntries(
      Object.entries(of).map(([name, each]) => [name, ofType(each as AttributeType, saidOf(said, name))]),
    );
  }
  if (kind === "map")
    return Object.fromEntries(flat(given).map(([name, value]) => [name, ofType(of, value)]));
  return (Array.isArray(given) ? given : [given]).map((item) => ofType(of, item));
}

/** Defined tags have their namespace before a dot in Terraform, and are in it in the API. */
function flat(given: object): [string, unknown][] {
  return Object.entries(given).flatMap(([name, value]) =>
    isObject(value)
      ? flat(value).map(([key, inner]) => [`${name}.${key}`, inner] as [string, unknown])
      : [[name, value]],
  );
}

/** Properties of an object by their names in lower case. */
export function byPlainName(given: object): Map<string, unknown> {
  return new Map(Object.entries(given).map(([name, value]) => [plain(name), value]));
}

/** What is said of an attribute; its state is the state of its life where it has no other. */
export function saidOf(said: ReadonlyMap<string, unknown>, name: string): unknown {
  return said.get(plain(name)) ?? (name === "state" ? said.get("lifecyclestate") : undefined);
}

/** `memory_in_gbs` and `memoryInGBs` alike. */
export function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** A text, a number or a bool as text. */
export function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/** Whether two values are the same; the order of lists counts. */
export function equal(one: Value | undefined, other: Value | undefined): boolean {
  return one === other || (one !== unknown && other !== unknown && text(one) === text(other));
}

/** Whether the provider takes one text for the other: capitals, moments and the layout of JSON do not count. */
export function alike(one: Value | undefined, other: Value | undefined): boolean {
  if (typeof one !== "string" || typeof other !== "string") return equal(one, other);
  if (one.toLowerCase() === other.toLowerCase()) return true;
  if (/^\d{4}-\d\d-\d\dT/.test(one)) return Date.parse(one) === Date.parse(other);
  try {
    return text(JSON.parse(one) as Value) === text(JSON.parse(other) as Value);
  } catch {
    return false;
  }
}

/** A value as text, the same for the same, whatever the order of keys. */
export function text(value: Value | undefined): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    inner instanceof Unknown
      ? { unknown: true }
      : isObject(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
        : inner,
  );
}
