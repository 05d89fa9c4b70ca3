import type { Block } from "./schema";
import { canonical } from "./state";
import { alike, equal, itemsOf, mapped, type ObjectValue, text, unknown, type Value } from "./values";

/** What the provider's source says of a type beside its schema. */
export interface Facts {
  /** Paths of arguments whose change takes another resource (`ForceNew`); all of them as `*`. */
  readonly replace?: readonly string[];
  /** Blocks that stay as they are where nobody configures them (`Optional` and `Computed`). */
  readonly keep?: readonly string[];
  /** Values by the path of the argument that nobody configured (`Default`). */
  readonly defaults?: Readonly<Record<string, Value>>;
  /** Arguments that are sent with an update alone, and in no state before it. */
  readonly late?: readonly string[];
}

/** A planned state, and the arguments for which it takes another resource. */
export interface Plan {
  readonly planned: ObjectValue;
  readonly replace: readonly string[];
}

/**
 * Plans a change as the provider's SDK does: what it computes is unknown before a creation, stays as it is in an update, and a
 * change of some arguments takes another resource.
 *
 * @param prior state; null before a creation
 * @param proposed what Terraform makes of the prior state and the configuration
 */
export function plan(block: Block, facts: Facts, prior: ObjectValue | null, proposed: ObjectValue): Plan {
  const whole = withDefaults(block, facts.defaults ?? {}, proposed);
  if (prior === null) return { planned: withUnknowns(block, whole), replace: [] };
  const kept = settled(block, prior, withKept(prior, whole, facts.keep ?? []));
  const [before, after] = [canonical(block, prior), canonical(block, kept)];
  if (equal(before, after)) return { planned: prior, replace: [] };
  const changed = Object.keys(after).filter(
    (name) => name !== "timeouts" && !equal(before[name], after[name]),
  );
  const replace = changed.filter((name) =>
    (facts.replace ?? []).some((path) => {
      const [first = "", ...rest] = path.split(".");
      if (first === "*") return true;
      return first === name && text(valuesAt(before[name], rest)) !== text(valuesAt(after[name], rest));
    }),
  );
  return { planned: kept, replace };
}

/** Values of an argument in all blocks that have one. */
function valuesAt(value: Value | undefined, path: readonly string[]): readonly Value[] {
  const [name, ...rest] = path;
  if (name === undefined || value === unknown) return value === null || value === undefined ? [] : [value];
  return itemsOf(value).flatMap((item) => valuesAt(item[name], rest));
}

function withDefaults(
  block: Block,
  defaults: NonNullable<Facts["defaults"]>,
  value: ObjectValue,
  at = "",
): ObjectValue {
  return mapped(
    block,
    (name) => value[name] ?? defaults[at + name] ?? null,
    (name, { block: inner }) =>
      value[name] === unknown
        ? unknown
        : itemsOf(value[name]).map((item) => withDefaults(inner, defaults, item, `${at}${name}.`)),
  );
}

function withUnknowns(block: Block, value: ObjectValue): ObjectValue {
  return mapped(
    block,
    (name) => value[name] ?? (block.attributes![name]!.computed ? unknown : null),
    (name, { block: inner }) =>
      value[name] === unknown ? unknown : itemsOf(value[name]).map((item) => withUnknowns(inner, item)),
  );
}

function withKept(prior: ObjectValue, value: ObjectValue, keep: readonly string[]): ObjectValue {
  const kept = keep.filter((name) => value[name] !== unknown && itemsOf(value[name]).length === 0);
  return { ...value, ...Object.fromEntries(kept.map((name) => [name, prior[name] ?? []])) };
}

/** Takes the prior value where the provider sees no other; what it would compute in a new block is not there before the apply. */
function settled(block: Block, prior: ObjectValue, value: ObjectValue): ObjectValue {
  return mapped(
    block,
    (name) => {
      const [had, has] = [prior[name] ?? null, value[name] ?? null];
      if (had !== null && block.attributes![name]!.computed && (has === null || has === "")) return had;
      return listAlike(had, has) ? had : has;
    },
    (name, { block: inner, nesting_mode: mode }) => {
      if (value[name] === unknown) return unknown;
      const before = itemsOf(prior[name]);
      return itemsOf(value[name]).map((item, index) => {
        const same = mode === "set" ? before.find((other) => covers(inner, other, item)) : before[index];
        return same ? settled(inner, same, item) : item;
      });
    },
  );
}

/** Whether a configured item of a set is the one of a state: all that is configured is the same there. */
function covers(block: Block, had: ObjectValue, has: ObjectValue): boolean {
  const attributes = Object.keys(block.attributes ?? {}).every(
    (name) => (has[name] ?? null) === null || alike(had[name], has[name]),
  );
  return (
    attributes &&
    Object.entries(block.block_types ?? {}).every(([name, { block: inner }]) => {
      const [before, after] = [itemsOf(had[name]), itemsOf(has[name])];
      return (
        before.length === after.length && after.every((item, index) => covers(inner, before[index]!, item))
      );
    })
  );
}

function listAlike(had: Value, has: Value): boolean {
  if (Array.isArray(had) && Array.isArray(has))
    return (
      had.length === has.length && had.every((item, index) => alike(item as Value, (has as Value[])[index]))
    );
  return alike(had, has);
}
