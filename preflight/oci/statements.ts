/** A right that one statement of a policy grants a group. */
export interface Right {
  /** Name or OCID of the group as it stands there, without its domain; `any-user` for everybody. */
  readonly group: string;
  readonly verb: string;
  /** Kind of resource, such as `policies` or `all-resources`. */
  readonly kind: string;
  /** `tenancy`, or the compartment as it stands there. */
  readonly place: string;
  readonly isConditional: boolean;
}

// https://docs.oracle.com/iaas/Content/Identity/policysyntax/policy-syntax.htm. Words are in whatever case, a group may be named
// with its domain, and several may stand in one statement.
const form =
  /^\s*allow\s+(any-user|group\s+(?:id\s+)?(.+?))\s+to\s+(inspect|read|use|manage)\s+([\w-]+)\s+in\s+(tenancy|compartment\s+.+?)(\s+where\s+.+)?\s*$/is;

/** Reads a statement; nothing for one of another form. */
export function rightsIn(statement: string): Right[] {
  const [, whole = "", groups = "", verb = "", kind = "", place = "", condition] = form.exec(statement) ?? [];
  if (whole === "") return [];
  const names = whole.toLowerCase() === "any-user" ? ["any-user"] : groups.split(",").map(plain);
  return names.map((group) => ({
    group,
    verb: verb.toLowerCase(),
    kind: kind.toLowerCase(),
    place: /^tenancy$/i.test(place) ? "tenancy" : place.replace(/^compartment\s+(id\s+)?/i, ""),
    isConditional: condition !== undefined,
  }));
}

/** A group's name without its domain and quotes: `'Default'/'Admins'` is `Admins`. */
function plain(group: string): string {
  return group
    .trim()
    .replace(/^id\s+/i, "")
    .split("/")
    .at(-1)!
    .trim()
    .replace(/^'|'$/g, "");
}
