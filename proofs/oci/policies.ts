/** A right that one statement of OCI's policy language grants. */
export interface Allowed {
  /** Dynamic group; empty for everybody whom the condition does not keep out. */
  readonly group: string;
  readonly verb: string;
  readonly kind: string;
  /** Location: `tenancy`, `compartment id …`, or a token that becomes one of them. */
  readonly place: string;
  readonly condition: string | undefined;
}

const verbs = ["inspect", "read", "use", "manage"];

/** Reads a statement such as `allow dynamic-group web to read secret-bundles in compartment id … where …`. */
export function readStatement(statement: string): Allowed {
  const parts =
    /^allow (?:dynamic-group (\S+(?:\$\{[^}]*\})?)|any-user) to (\w+) ([\w-]+) in (tenancy|compartment id \S+|\$\{[^}]*\})(?: where (.+))?$/.exec(
      statement.replaceAll(/\$\{[^}]*\}/g, (token) => token.replaceAll(" ", "")),
    );
  if (!parts) throw new Error(`this is no statement of the kind that is used here: ${statement}`);
  const [, group = "", verb = "", kind = "", place = "", condition] = parts;
  if (!verbs.includes(verb)) throw new Error(`there is no verb "${verb}"`);
  return { group, verb, kind, place, condition };
}

/** Variables by which a condition may name one object. */
const named = ["target.secret.id", "target.metrics.namespace"];

/**
 * Whether statements allow a verb, or a weaker one, on one object; what a condition does not name it does not allow.
 *
 * @param who conditions that hold for who asks, such as `request.principal.namespace = 'counter'`
 */
export function mayDo(
  statements: readonly string[],
  verb: string,
  kind: string,
  id?: string,
  who: readonly string[] = [],
): boolean {
  return statements
    .map(readStatement)
    .some(
      (allowed) =>
        allowed.kind === kind &&
        verbs.indexOf(allowed.verb) >= verbs.indexOf(verb) &&
        conditionsOf(allowed).every(
          (condition) => who.includes(condition) || named.some((what) => condition === `${what} = '${id}'`),
        ),
    );
}

function conditionsOf({ group, condition }: Allowed): string[] {
  if (group === "" && condition === undefined) throw new Error("a statement for everybody has no condition");
  const [, all] = /^all \{(.+)\}$/.exec(condition ?? "") ?? [];
  return all?.split(", ") ?? (condition === undefined ? [] : [condition]);
}
