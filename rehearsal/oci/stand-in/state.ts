import type { Attribute, Block, NestedBlock } from "./schema";
import {
  alike,
  byPlainName,
  equal,
  itemsOf,
  mapped,
  type ObjectValue,
  ofType,
  plain,
  saidOf,
  text,
  unknown,
  type Value,
} from "./values";

/** An answer of an API, or a part of one. */
export type Item = Record<string, unknown>;

/** A whole value of a block out of one that may lack attributes, such as a state that Terraform kept as JSON. */
export function completed(block: Block, given: Item): ObjectValue {
  return mapped(
    block,
    (name) => ofType(block.attributes![name]!.type, given[name]),
    (name, { block: inner }) => {
      const items = given[name] as Item | Item[] | null | undefined;
      return (Array.isArray(items) ? items : items ? [items] : []).map((item) => completed(inner, item));
    },
  );
}

/** A value with its sets in one order, so that two can be compared. */
export function canonical(block: Block, value: ObjectValue): ObjectValue {
  const sorted = (items: Value) =>
    Array.isArray(items)
      ? [...(items as Value[])].sort((one, other) => (text(one) < text(other) ? -1 : 1))
      : items;
  return mapped(
    block,
    (name) => {
      const { type } = block.attributes![name]!;
      return Array.isArray(type) && type[0] === "set" ? sorted(value[name]!) : (value[name] ?? null);
    },
    (name, { block: inner, nesting_mode: mode }) => {
      if (value[name] === unknown) return unknown;
      const items = itemsOf(value[name]).map((item) => canonical(inner, item));
      return mode === "set" ? (sorted(items) as Value[]) : items;
    },
  );
}

/** Name of an attribute in the API: camel case, but for words that OCI writes another way. */
function apiName(name: string): string {
  return name
    .replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/In(G|M|T)b(s?)$/, "In$1B$2");
}

/** Names that the API has for attributes, where they are others: by the attribute's name, or its path. */
export type Names = Readonly<Record<string, string>>;

/**
 * What a request says of a resource: what was configured and what is known, in the words of the API.
 *
 * @param without attributes that are in the path of the request, or not to be in the body
 */
export function bodyOf(
  block: Block,
  value: ObjectValue,
  names: Names,
  without: readonly string[] = [],
): Item {
  const body: Item = {};
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    const given = value[name] ?? null;
    if (without.includes(name) || given === null || given === unknown || !isArgument(attribute)) continue;
    body[names[name] ?? apiName(name)] = name === "defined_tags" ? byNamespace(given as ObjectValue) : given;
  }
  for (const [name, { block: inner, max_items: most }] of Object.entries(block.block_types ?? {})) {
    const items = itemsOf(value[name]);
    if (without.includes(name) || name === "timeouts" || items.length === 0) continue;
    const below = Object.fromEntries(
      Object.entries(names)
        .filter(([path]) => path.startsWith(`${name}.`))
        .map(([path, other]) => [path.slice(name.length + 1), other]),
    );
    const bodies = items.map((item) => bodyOf(inner, item, below));
    body[names[name] ?? apiName(name)] = most === 1 ? bodies[0] : bodies;
  }
  return body;
}

function isArgument({ required, optional }: Attribute): boolean {
  return required === true || optional === true;
}

function byNamespace(tags: ObjectValue): Item {
  const spaces: Record<string, Item> = {};
  for (const [name, value] of Object.entries(tags)) {
    const [space = "", key = ""] = name.split(".");
    (spaces[space] ??= {})[key] = value;
  }
  return spaces;
}

/**
 * A state out of what was configured and what the API answered: what it did not answer stays as it was, and what nobody
 * configured is only taken where the provider computes it.
 */
export function filled(block: Block, before: ObjectValue, answer: Item, names: Names): ObjectValue {
  const said = byPlainName(answer);
  return mapped(
    block,
    (name) => {
      const attribute = block.attributes![name]!;
      const had = before[name] === unknown ? null : (before[name] ?? null);
      if (had === null && !attribute.computed) return null;
      const given = ofType(attribute.type, saidOf(said, names[name] ?? name));
      return given === null || sameFor(attribute, had, given) ? had : given;
    },
    (name, nested) => {
      const below = Object.fromEntries(
        Object.entries(names)
          .filter(([path]) => path.startsWith(`${name}.`))
          .map(([path, other]) => [path.slice(name.length + 1), other]),
      );
      return filledBlocks(nested, itemsOf(before[name]), saidOf(said, names[name] ?? name), below);
    },
  );
}

function filledBlocks(
  { block, nesting_mode: mode }: NestedBlock,
  before: readonly ObjectValue[],
  said: unknown,
  names: Names,
): readonly ObjectValue[] {
  const answers = (Array.isArray(said) ? said : said ? [said] : []) as Item[];
  const known = (item: ObjectValue) => filled(block, item, {}, names);
  if (before.length === 0 || answers.length === 0) return before.map(known);
  const left = [...before];
  return answers.map((answer) => {
    // Items of a set come in any order: each belongs to the one that it changes least.
    const fit = (item: ObjectValue) => differences(item, filled(block, item, answer, names));
    const best = mode === "set" ? left.toSorted((one, other) => fit(one) - fit(other))[0] : left[0];
    if (best) left.splice(left.indexOf(best), 1);
    return filled(block, best ?? everyArgument(block, answer), answer, names);
  });
}

/** An item that nobody configured, with whatever the API says of it. */
function everyArgument(block: Block, answer: Item): ObjectValue {
  const said = byPlainName(answer);
  return mapped(
    block,
    (name) => ofType(block.attributes![name]!.type, said.get(plain(name))),
    (name, { block: inner }) => {
      const items = said.get(plain(name));
      return ((Array.isArray(items) ? items : items ? [items] : []) as Item[]).map((item) =>
        everyArgument(inner, item),
      );
    },
  );
}

function differences(one: ObjectValue, other: ObjectValue): number {
  return Object.keys(one).filter(
    (name) => one[name] !== null && one[name] !== unknown && !equal(one[name], other[name]),
  ).length;
}

function sameFor({ type }: Attribute, had: Value, given: Value): boolean {
  if (Array.isArray(type) && type[0] === "set" && Array.isArray(had) && Array.isArray(given))
    return equal([...(had as Value[])].map(text).sort(), [...(given as Value[])].map(text).sort());
  if (Array.isArray(had) && Array.isArray(given) && had.length === given.length)
    return had.every((item, index) => alike(item as Value, (given as Value[])[index]));
  return alike(had, given);
}

/** Whether a state says that the resource is gone, or will be. */
export function isGone(answer: Item): boolean {
  return ["TERMINATED", "DELETED", "PENDING_DELETION", "SCHEDULING_DELETION"].includes(
    String(answer.lifecycleState),
  );
}
