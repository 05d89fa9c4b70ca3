import mapping from "./actions.json";
import { additions } from "./corrections";

/** Names of types, those of data sources with `data.` before them, each with the arguments that are given anywhere. */
export type TypesInUse = ReadonlyMap<string, ReadonlySet<string>>;

interface Mapped {
  readonly always: readonly string[];
  readonly with?: Readonly<Record<string, readonly string[]>>;
}

const types = mapping.types as Readonly<Record<string, Mapped>>;
const resources = mapping.resources as Readonly<Record<string, readonly string[]>>;

/** Resources and data sources of a stack, as far as delivery reads its JSON. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** Every type in a stack's JSON that AWS is asked about, with the arguments that are given to any of it. */
export function typesIn({ resource = {}, data = {} }: StackJson): TypesInUse {
  const argumentsOf = (byName: Readonly<Record<string, object>>) =>
    new Set(Object.values(byName).flatMap((one) => Object.keys(one)));
  const entries = [
    ...Object.entries(resource).map(([type, byName]) => [type, argumentsOf(byName)] as const),
    ...Object.entries(data).map(([type, byName]) => [`data.${type}`, argumentsOf(byName)] as const),
  ];
  return new Map(entries.filter(([type]) => /^(data[.])?aws_/.test(type)));
}

/**
 * IAM actions that the deployment of a stack takes, from the map of each resource type: to create, read, update, tag and delete it.
 *
 * @throws {RangeError} for a type that nobody has mapped
 */
export function actionsOf(inUse: TypesInUse): string[] {
  const all = [...inUse].flatMap(([type, given]) => {
    const mapped = types[type];
    if (mapped === undefined)
      throw new RangeError(
        `\`${type}\` must be in delivery/aws/actions.json: run \`npm run delivery -- map <pike>\``,
      );
    // The provider tags everything that can have tags.
    const withArguments = Object.entries(mapped.with ?? {})
      .filter(([argument]) => argument === "tags" || given.has(argument))
      .flatMap(([, actions]) => actions);
    return [...mapped.always, ...withArguments, ...(additions[type] ?? [])];
  });
  return [...new Set(all)].sort();
}

/**
 * The types of resources that an action is allowed on; none where AWS knows of none.
 *
 * @throws {RangeError} for an action that nobody has looked up
 */
export function resourceTypesOf(action: string): readonly string[] {
  const found = resources[action];
  if (found === undefined)
    throw new RangeError(
      `\`${action}\` must be in delivery/aws/actions.json: run \`npm run delivery -- map <pike>\``,
    );
  return found;
}

/** Whether an action only looks: AWS names those so throughout. */
export function onlyReads(action: string): boolean {
  return /^[^:]+:(Get|List|Describe|View)/.test(action);
}
