/** A request to Object Storage. */
export interface Asked {
  /** Permission that the operation takes, such as `OBJECT_READ`. */
  readonly permission: string;
  readonly bucket: string;
  /** Name of the object; a list of objects is about none. */
  readonly object?: string;
}

const inspect = ["OBJECT_INSPECT"];
const read = [...inspect, "OBJECT_READ"];

/** Permissions of each verb for objects, where it is not all of them. */
const verbs: Readonly<Record<string, readonly string[]>> = { inspect, read };

/**
 * Whether one of some rights in OCI's policy language, such as `read objects in tenancy where …`, permits what is asked for.
 *
 * A condition on a variable that a request does not have is not met, letters are the same in both cases, and the patterns are
 * for the beginning, the end, and what is between, as in OCI
 * (https://docs.oracle.com/iaas/Content/Identity/policysyntax/conditions.htm).
 */
export function permits(rights: readonly string[], { permission, bucket, object }: Asked): boolean {
  const variables = {
    "request.permission": permission,
    "target.bucket.name": bucket,
    "target.object.name": object,
  };
  return rights.some((right) => {
    const [, verb = "", condition = ""] = /^(\S+) objects in tenancy where (.*)$/.exec(right) ?? [];
    const covered = verb === "manage" || verbs[verb]?.includes(permission) === true;
    return covered && holds(condition, variables);
  });
}

function holds(condition: string, variables: Readonly<Record<string, string | undefined>>): boolean {
  const [, how, inner = ""] = /^(all|any) \{(.*)\}$/.exec(condition) ?? [];
  // Commas within braces are of conditions deeper down.
  const parts = inner.split(/, (?![^{]*\})/);
  if (how === "all") return parts.every((part) => holds(part, variables));
  if (how === "any") return parts.some((part) => holds(part, variables));
  const [, name = "", text, start, pattern = "", end] =
    /^(\S+) = (?:'(.*)'|\/(\*?)([^*]+?)(\*?)\/)$/.exec(condition) ?? [];
  const value = variables[name]?.toLowerCase();
  if (value === undefined) return false;
  if (text !== undefined) return value === text.toLowerCase();
  const part = pattern.toLowerCase();
  if (start && end) return value.includes(part);
  return start ? value.endsWith(part) : value.startsWith(part);
}
