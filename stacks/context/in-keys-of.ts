import { RefusedValue } from "../../constructs/shared";
import type { Context } from "./context";
import type { Keys } from "./declare";

/**
 * Makes something of values from the context, and has what is refused named by the key that the person wrote.
 *
 * @param keys which props came from which key
 * @param context what the person wrote
 * @param make what refuses values by the names of its props
 * @throws {RefusedValue} the refusal of `make`, with the key in the prop's place where the prop came from one
 */
export function inKeysOf<T>(keys: Keys, context: Context, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof RefusedValue ? renamed(error, keys, context) : error;
  }
}

function renamed(error: RefusedValue, keys: Keys, context: Context): RefusedValue {
  const { prop, rule, shown } = error;
  const isMissing = shown === "undefined";
  // A value that is there without its key came from the profile.
  const own = namesOf(keys).filter(({ key }) => isMissing || (context[key] ?? "") !== "");
  const [found] = own
    .filter((name) => isWithin(prop, name.prop))
    .sort((one, other) => other.prop.length - one.prop.length);
  return found ? new RefusedValue(found.path + prop.slice(found.prop.length), rule, shown) : error;
}

/** Whether a path of props is another one, or leads on from it. */
function isWithin(path: string, other: string): boolean {
  return path === other || (path.startsWith(other) && /^[.[]/.test(path.slice(other.length)));
}

/** Each prop with the key that it comes from, and with the path to its value. */
function namesOf(keys: Keys): { prop: string; key: string; path: string }[] {
  return Object.entries(keys).flatMap(([key, { props, parts = {} }]) => [
    ...props.map((prop) => ({ prop, key, path: key })),
    ...Object.entries(parts).map(([prop, part]) => ({ prop, key, path: `${key}.${part}` })),
  ]);
}
