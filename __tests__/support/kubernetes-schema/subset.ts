import path from "node:path";

/** JSON Schema of a type, without its prose. */
export interface Definition {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, Definition>>;
}

/** Types of an API by their names, such as `io.k8s.api.apps.v1.Deployment`. */
export type Definitions = Readonly<Record<string, Definition>>;

/** Document that an API server publishes for one of its group versions. */
export interface OpenApi {
  readonly components: { readonly schemas: Definitions };
}

/** Kinds of Kubernetes' own API that stacks deploy, by the path of their group version. */
export const kindsByGroupVersion: Readonly<Record<string, readonly string[]>> = {
  "api/v1": ["ConfigMap", "Namespace", "Service", "ServiceAccount"],
  "apis/apps/v1": ["DaemonSet", "Deployment"],
  "apis/autoscaling/v2": ["HorizontalPodAutoscaler"],
  "apis/batch/v1": ["Job"],
  "apis/networking.k8s.io/v1": ["NetworkPolicy"],
  "apis/policy/v1": ["PodDisruptionBudget"],
};

/** Schema of those kinds, and file that keeps it. */
export const schemaFile = path.join(__dirname, "kubernetes-1.36.json");

const prose = ["description", "default"];

/**
 * Takes from what an API server publishes the kinds that stacks deploy and every type that their fields have, without prose and without
 * `status`, which nobody applies.
 *
 * @param documentOf a group version's document, such as that of `apis/apps/v1` (`GET /openapi/v3/apis/apps/v1`)
 */
export async function subsetOf(documentOf: (groupVersion: string) => Promise<OpenApi>): Promise<Definitions> {
  const found: Record<string, Definition> = {};
  for (const [groupVersion, kinds] of Object.entries(kindsByGroupVersion)) {
    const { schemas } = (await documentOf(groupVersion)).components;
    const waiting = Object.keys(schemas).filter((name) => isOneOf(kinds, groupVersion, schemas[name]!));
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (found[name]) continue;
      const definition = withoutProse(schemas[name]!) as Definition;
      found[name] = definition;
      waiting.push(...referencesOf(definition));
    }
  }
  return Object.fromEntries(Object.entries(found).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Name of a kind. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** `apis/apps/v1` or `api/v1` of a kind. */
function pathOf({ group, version }: GroupVersionKind): string {
  return group === "" ? `api/${version}` : `apis/${group}/${version}`;
}

/** Kinds whose schema a definition is. */
export function kindsOf(definition: Definition): readonly GroupVersionKind[] {
  return (definition["x-kubernetes-group-version-kind"] ?? []) as readonly GroupVersionKind[];
}

function isOneOf(kinds: readonly string[], groupVersion: string, definition: Definition): boolean {
  const own = kindsOf(definition);
  return own.length === 1 && own.some((one) => kinds.includes(one.kind) && pathOf(one) === groupVersion);
}

function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (typeof value !== "object" || value === null) return value;
  const { properties, ...keywords } = value as Definition;
  const kept = Object.entries(keywords).filter(
    ([keyword]) => !prose.includes(keyword) && (!keyword.startsWith("x-") || keyword.endsWith("-kind")),
  );
  const isKind = kindsOf(keywords).length > 0;
  const fields = Object.entries(properties ?? {}).filter(([name]) => !(isKind && name === "status"));
  return {
    ...Object.fromEntries(kept.map(([keyword, each]) => [keyword, withoutProse(each)])),
    ...(properties && {
      properties: Object.fromEntries(fields.map(([name, each]) => [name, withoutProse(each)])),
    }),
  };
}

function referencesOf(definition: Definition): string[] {
  return [...JSON.stringify(definition).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name = ""]) => name,
  );
}
