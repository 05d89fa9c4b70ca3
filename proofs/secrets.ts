import type { SynthesizedStack } from "./synthesized";

/** A place in the JSON where a secret could stand. */
export interface SecretPlace {
  /** Argument of a resource, such as `oci_database_autonomous_database.secret_id`, or a variable. */
  readonly place: string;
  /** Kind of the value. */
  readonly holds: "made up by the cloud" | "a reference" | "asked at deployment" | "clear text";
}

const named = /password|secret|private_key/;
// Names of secrets, and what is said about them, are none.
const harmless = /name$|_id$|_version|_type$|description|_arn$/;

/**
 * Finds every place where a secret could stand: arguments that are named like one, and sensitive variables.
 *
 * @returns each place once, sorted
 */
export function secretPlaces({ resource, variable = {} }: SynthesizedStack): SecretPlace[] {
  const inResources = Object.entries(resource).flatMap(([type, byName]) =>
    Object.values(byName).flatMap((one) => argumentsOf(one, type)),
  );
  const inVariables = Object.entries(variable)
    .filter(([, { sensitive }]) => sensitive === true)
    .map(([name, { default: value = "" }]): SecretPlace => ({
      place: `var.${name}`,
      holds: value === "" ? "asked at deployment" : "clear text",
    }));
  const all = new Map([...inResources, ...inVariables].map((found) => [found.place + found.holds, found]));
  return [...all.values()].sort((one, other) => one.place.localeCompare(other.place));
}

function argumentsOf(value: unknown, path: string): SecretPlace[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => argumentsOf(one, path));
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const place = `${path}.${name}`;
    if (typeof inner === "object") return argumentsOf(inner, place);
    return named.test(name) && !harmless.test(name) ? [{ place, holds: judged(inner) }] : [];
  });
}

function judged(value: unknown): SecretPlace["holds"] {
  if (value === true) return "made up by the cloud";
  return typeof value === "string" && /^\$\{.*\}$/s.test(value) ? "a reference" : "clear text";
}
