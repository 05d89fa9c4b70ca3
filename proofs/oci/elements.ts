import type { Json, SynthesizedStack } from "../synthesized";

/** The resource that a reference such as `${oci_core_subnet.web.id}` names, if the stack makes it. */
export function elementOf({ resource }: SynthesizedStack, reference: string): Json {
  const [, type = "", name = ""] = /^\$\{(\w+)\.([\w-]+)\./.exec(reference) ?? [];
  return resource[type]?.[name];
}

/** Every resource of a type, with its name in the JSON. */
export function everyIn({ resource }: SynthesizedStack, type: string): [name: string, resource: Json][] {
  return Object.entries(resource[type] ?? {});
}
