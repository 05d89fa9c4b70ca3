import { readFileSync } from "node:fs";
import Ajv, { type ErrorObject } from "ajv";
import { customResources } from "./custom-resources";
import { type Definition, type Definitions, kindsOf, schemaFile } from "./subset";

/**
 * The schemas of all objects that stacks deploy: Kubernetes' own, as an API server of the version publishes them, and those of the custom
 * resources that EKS and Karpenter add. A field that a schema does not have is an error.
 */
export class KubernetesSchema {
  // Ajv knows none of the API's formats, which say how a number is kept (`int32`) or repeat a type (`int-or-string`).
  private readonly ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  private readonly nameOf = new Map<string, string>();

  /** Reads the schemas. */
  constructor() {
    const own = JSON.parse(readFileSync(schemaFile, "utf8")) as Definitions;
    const schemas = { ...own, ...customResources };
    this.ajv.addSchema({ $id: "kubernetes", components: { schemas: closed(schemas) } });
    for (const [name, definition] of Object.entries(schemas))
      for (const { group, version, kind } of kindsOf(definition))
        this.nameOf.set(`${group === "" ? "" : `${group}/`}${version} ${kind}`, name);
  }

  /** Kinds that have a schema, such as `apps/v1 Deployment`. */
  get kinds(): readonly string[] {
    return [...this.nameOf.keys()];
  }

  /** Errors of an object, a line each; of a kind that has no schema, that. */
  errorsOf(object: { readonly apiVersion: string; readonly kind: string }): string[] {
    const kind = `${object.apiVersion} ${object.kind}`;
    const name = this.nameOf.get(kind);
    if (name === undefined) return [`${kind} has no schema`];
    const validate = this.ajv.getSchema(`kubernetes#/components/schemas/${name}`)!;
    return validate(object) ? [] : (validate.errors ?? []).map(inOneLine);
  }
}

function inOneLine({ instancePath, message = "", params }: ErrorObject): string {
  const { additionalProperty } = params as { additionalProperty?: string };
  const field = additionalProperty === undefined ? "" : `: ${additionalProperty}`;
  return `${instancePath.slice(1).replaceAll("/", ".")}: ${message}${field}`;
}

/** The same schemas with every object that lists its fields closed to others. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map((item: unknown) => closed(item)) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value as unknown)]),
  );
  return (isObject(inner) ? { additionalProperties: false, ...inner } : inner) as T;
}

function isObject({ type, properties }: Definition): boolean {
  return type === "object" && typeof properties === "object";
}
