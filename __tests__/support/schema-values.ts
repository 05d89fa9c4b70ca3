import type { Attribute, AttributeType, Nested } from "./provider-schema";

/** Says what is wrong with a literal value of an argument; nothing for what only Terraform can know. */
export function valueViolations(value: unknown, { type, nested_type }: Attribute, path: string): string[] {
  if (nested_type) return nestedViolations(value, nested_type, path);
  return type === undefined ? [] : typeViolations(value, type, path);
}

/** Whether Terraform computes the value. `$${` and `%%{` stand for themselves. */
export function isExpression(value: unknown): boolean {
  return typeof value === "string" && /(?:^|[^$])\$\{|(?:^|[^%])%\{/.test(value);
}

/** Whether the value is an object, and not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeViolations(value: unknown, type: AttributeType, path: string): string[] {
  if (value === null || isExpression(value) || type === "dynamic") return [];
  if (typeof type === "string") return isPrimitive(value, type) ? [] : [mismatch(path, type, value)];
  switch (type[0]) {
    case "list":
    case "set":
      return each(value, path, type[0], (item, itemPath) => typeViolations(item, type[1], itemPath));
    case "tuple":
      return each(value, path, "list", (item, itemPath, index) =>
        typeViolations(item, type[1][index] ?? "dynamic", itemPath),
      );
    case "map":
      if (!isRecord(value)) return [mismatch(path, "map", value)];
      return Object.entries(value).flatMap(([key, item]) =>
        typeViolations(item, type[1], `${path}[${JSON.stringify(key)}]`),
      );
    case "object":
      return objectViolations(value, type[1], path);
  }
}

// Which attributes an object must have depends on the provider's kind: older ones let any of them be left out.
function objectViolations(
  value: unknown,
  attributes: Readonly<Record<string, AttributeType>>,
  path: string,
): string[] {
  if (!isRecord(value)) return [mismatch(path, "object", value)];
  return Object.entries(value).flatMap(([name, item]) => {
    const type = attributes[name];
    return type === undefined
      ? [`${path}: unknown argument \`${name}\``]
      : typeViolations(item, type, `${path}.${name}`);
  });
}

function nestedViolations(value: unknown, { attributes, nesting_mode }: Nested, path: string): string[] {
  if (value === null || isExpression(value)) return [];
  const one = (item: unknown, itemPath: string) => nestedObjectViolations(item, attributes, itemPath);
  if (nesting_mode === "single") return one(value, path);
  if (nesting_mode === "map")
    return isRecord(value)
      ? Object.entries(value).flatMap(([key, item]) => one(item, `${path}[${JSON.stringify(key)}]`))
      : [mismatch(path, "map", value)];
  return each(value, path, nesting_mode, one);
}

function nestedObjectViolations(value: unknown, attributes: Nested["attributes"], path: string): string[] {
  if (value === null || isExpression(value)) return [];
  if (!isRecord(value)) return [mismatch(path, "object", value)];
  return argumentViolations(value, attributes, path);
}

/** Says what is wrong with a block's or object's arguments: unknown, missing, read-only or of another type. */
export function argumentViolations(
  given: Record<string, unknown>,
  attributes: Readonly<Record<string, Attribute>>,
  path: string,
): string[] {
  const missing = Object.entries(attributes)
    .filter(([name, { required }]) => required && (given[name] ?? null) === null)
    .map(([name]) => `${path}: missing argument \`${name}\``);
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const attribute = attributes[name];
    if (value === undefined) return [];
    if (!attribute) return [`${path}: unknown argument \`${name}\``];
    if (!attribute.required && !attribute.optional && value !== null)
      return [`${path}: read-only argument \`${name}\``];
    return valueViolations(value, attribute, `${path}.${name}`);
  });
  return [...missing, ...wrong];
}

function each(
  value: unknown,
  path: string,
  kind: string,
  violations: (item: unknown, itemPath: string, index: number) => string[],
): string[] {
  if (!Array.isArray(value)) return [mismatch(path, kind, value)];
  return value.flatMap((item: unknown, index) => violations(item, `${path}[${index}]`, index));
}

// Terraform converts between primitive types where the text allows it.
function isPrimitive(value: unknown, type: string): boolean {
  switch (type) {
    case "string":
      return ["string", "number", "boolean"].includes(typeof value);
    case "number":
      return (
        typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value))
      );
    case "bool":
      return typeof value === "boolean" || value === "true" || value === "false";
    default:
      throw new Error(`unknown type ${JSON.stringify(type)} in the schema`);
  }
}

function mismatch(path: string, type: string, value: unknown): string {
  return `${path}: must be a ${type}, got ${JSON.stringify(value)}`;
}
