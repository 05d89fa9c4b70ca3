import { readFileSync } from "node:fs";
import * as k8s from "cdk8s-plus-34/lib/imports/k8s";
import ts from "typescript";
import * as z from "zod";

/**
 * The schema of Kubernetes' API, from the types that cdk8s generates of the API's own OpenAPI: closed, so that a field that nobody
 * knows is an error, and under the names that the API has for fields.
 */
export class KubernetesSchema {
  private readonly interfaces = new Map<string, ts.InterfaceDeclaration>();
  private readonly made = new Map<string, z.ZodType>();

  /** Reads the types. */
  constructor() {
    const file = require.resolve("cdk8s-plus-34/lib/imports/k8s").replace(/\.js$/, ".d.ts");
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
    for (const statement of source.statements)
      if (ts.isInterfaceDeclaration(statement)) this.interfaces.set(statement.name.text, statement);
  }

  /** Errors of an object, a line each; of a kind that is not Kubernetes' own, that. */
  errorsOf(object: { readonly apiVersion: string; readonly kind: string }): string[] {
    const found = kinds.find(
      ([, { GVK }]) => GVK?.apiVersion === object.apiVersion && GVK.kind === object.kind,
    );
    if (found === undefined) return [`${object.apiVersion} ${object.kind} is no kind of Kubernetes`];
    const { apiVersion: _, kind: __, ...fields } = object;
    const { error } = this.schemaOf(`${found[0]}Props`).safeParse(fields);
    return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
  }

  private schemaOf(name: string): z.ZodType {
    let schema = this.made.get(name);
    if (schema === undefined) {
      const declared = this.interfaces.get(name);
      // Types may hold themselves.
      schema = z.lazy(() => z.strictObject(declared ? this.fieldsOf(declared) : {}));
      if (declared === undefined) schema = scalars[name] ?? z.string();
      this.made.set(name, schema);
    }
    return schema;
  }

  private fieldsOf({ members }: ts.InterfaceDeclaration): Record<string, z.ZodType> {
    return Object.fromEntries(
      members.filter(ts.isPropertySignature).map((member) => {
        const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "schema");
        const name = ts.getTextOfJSDocComment(tag?.comment)?.split("#")[1] ?? member.name.getText();
        const schema = this.typeOf(member.type);
        return [name, member.questionToken ? schema.optional() : schema];
      }),
    );
  }

  private typeOf(type: ts.TypeNode | undefined): z.ZodType {
    if (type === undefined) throw new Error("a field without a type");
    if (ts.isArrayTypeNode(type)) return z.array(this.typeOf(type.elementType));
    if (ts.isTypeLiteralNode(type)) {
      const [index] = type.members.filter(ts.isIndexSignatureDeclaration);
      return z.record(z.string(), this.typeOf(index?.type));
    }
    const text = type.getText();
    return scalars[text] ?? this.schemaOf(text);
  }
}

const kinds = Object.entries(k8s as unknown as Record<string, Partial<typeof k8s.KubeDeployment>>);

const quantity = z.string().regex(/^[0-9.]+(m|k|Ki|M|Mi|G|Gi)?$/);

const scalars: Readonly<Record<string, z.ZodType>> = {
  string: z.string(),
  number: z.number().int(),
  boolean: z.boolean(),
  any: z.unknown(),
  Date: z.iso.datetime(),
  Quantity: quantity,
  IntOrString: z.union([z.int(), z.string()]),
};
