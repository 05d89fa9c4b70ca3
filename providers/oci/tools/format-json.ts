/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const members = (value: { readonly [key: string]: Json }) =>
  Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));

/** Formats JSON with sorted keys and one attribute a line, so that a diff shows exactly the attribute that changed. */
export function formatJson(value: Json): string {
  return `${lines(value, "")}\n`;
}

function lines(value: Json, indent: string): string {
  if (!isObject(value) || !Object.values(value).some(isObject)) return inline(value);
  const deeper = `${indent}  `;
  const body = members(value).map(
    ([key, member]) => `${deeper}${JSON.stringify(key)}: ${lines(member, deeper)}`,
  );
  return `{\n${body.join(",\n")}\n${indent}}`;
}

function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const body = members(value).map(([key, member]) => `${JSON.stringify(key)}: ${inline(member)}`);
  return body.length === 0 ? "{}" : `{ ${body.join(", ")} }`;
}
