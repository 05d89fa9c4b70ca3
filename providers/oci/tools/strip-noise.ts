import type { Json } from "./format-json";
import type { Schema } from "./provider-schemas";

/** Keys whose value says nothing more than Terraform's default does. */
const noise: Readonly<Record<string, (value: Json) => boolean>> = {
  computed: (value) => value === false,
  deprecated: (value) => value === false,
  description: (value) => value === "",
  description_kind: () => true,
  max_items: (value) => value === 0,
  min_items: (value) => value === 0,
  optional: (value) => value === false,
  required: (value) => value === false,
  sensitive: (value) => value === false,
  version: (value) => value === 0,
};

/** Keys whose members are named by the provider, so that `version` there is an attribute and no keyword. */
const named = ["attributes", "block_types"];

/** Drops from a schema what neither the generator nor a reviewer needs; the shape stays Terraform's. */
export function stripNoise(schema: Schema): Schema {
  const kept = Object.entries(schema).filter(([key, value]) => noise[key]?.(value) !== true);
  return Object.fromEntries(
    kept.map(([key, value]) => [key, named.includes(key) ? stripMembers(value) : stripValue(value)]),
  );
}

function stripMembers(members: Json): Json {
  return Object.fromEntries(
    Object.entries(members as Schema).map(([name, member]) => [name, stripValue(member)]),
  );
}

function stripValue(value: Json): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? stripNoise(value as Schema)
    : value;
}
