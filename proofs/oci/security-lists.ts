import type { Json, SynthesizedStack } from "../synthesized";
import { elementOf, everyIn } from "./elements";

/** Rules of a security list in one direction, `EGRESS` or `INGRESS`. */
export function rulesOfList(json: SynthesizedStack, id: string, direction: string): Json[] {
  const isDefault = id.endsWith(".default_security_list_id}");
  const list = isDefault ? adopted(json, id) : elementOf(json, id);
  if (isDefault && list === undefined) return rulesAtBirth[direction] ?? [];
  return list?.[`${direction.toLowerCase()}_security_rules`] ?? [];
}

function adopted(json: SynthesizedStack, id: string): Json {
  const lists = everyIn(json, "oci_core_default_security_list").map(([, list]) => list);
  return lists.find((list) => list.manage_default_resource_id === id);
}

/** A VCN's own list as OCI makes it, where nobody empties it: SSH from everywhere, and everything out. */
const rulesAtBirth: Readonly<Record<string, Json[]>> = {
  EGRESS: [{ protocol: "all", destination: "0.0.0.0/0" }],
  INGRESS: [{ protocol: "6", source: "0.0.0.0/0", tcp_options: { min: 22, max: 22 } }],
};
