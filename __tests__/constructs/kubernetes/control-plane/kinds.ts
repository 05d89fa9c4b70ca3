import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import type { ApiObject } from "../../../../constructs/kubernetes";
import { customResources } from "../../../support/kubernetes-schema/custom-resources";
import { kindsOf } from "../../../support/kubernetes-schema/subset";
import { until } from "../../../../webapp/test/support/artifact";
import type { Answer, Api } from "./api";

interface Definition {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly group: string; readonly names: { readonly kind: string } };
}

/**
 * Has the API know the kinds of objects that are not Kubernetes' own: by the definitions in the folder KUBERNETES_CRDS, such as those
 * of a cluster (`kubectl get crd --output yaml`); by the schema of the tests, of a kind that has none there.
 */
export async function defineKinds(api: Api, objects: readonly ApiObject[]): Promise<void> {
  const known = given();
  const foreign = objects.filter(({ apiVersion }) => isForeign(apiVersion));
  for (const object of foreign) {
    const [group = "", version = ""] = object.apiVersion.split("/");
    const found = known.find(({ spec }) => spec.group === group && spec.names.kind === object.kind);
    const definition = found ?? definitionOf(group, version, object);
    await api.ask("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
    const isServed = async () => (await pathOf(api, object)) !== undefined;
    await until(isServed, `the API knows ${object.kind}`, 30_000);
  }
}

function isForeign(apiVersion: string): boolean {
  const [group = ""] = apiVersion.split("/");
  return group.includes(".") && !group.endsWith(".k8s.io");
}

/** Where objects of a kind are; nothing of a kind that the API does not know. */
export async function pathOf(
  api: Api,
  { apiVersion, kind, metadata }: ApiObject,
): Promise<string | undefined> {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { code, body } = await api.ask("GET", root);
  const resources = (code === 200 ? body.resources : []) as { name: string; kind: string }[];
  const resource = resources.find((each) => each.kind === kind && !each.name.includes("/"));
  if (resource === undefined) return undefined;
  const namespace = metadata.namespace === undefined ? "" : `/namespaces/${metadata.namespace}`;
  return `${root}${namespace}/${resource.name}`;
}

/** Applies an object as `kubectl apply --server-side` does; a field that the API does not know is an error. */
export async function applied(api: Api, object: ApiObject, more = ""): Promise<Answer> {
  const at = `${await pathOf(api, object)}/${object.metadata.name}`;
  const question = `fieldManager=counterpart&fieldValidation=Strict${more}`;
  return api.ask("PATCH", `${at}?${question}`, object, "application/apply-patch+yaml");
}

function given(): Definition[] {
  const folder = process.env.KUBERNETES_CRDS;
  if (folder === undefined) return [];
  return readdirSync(folder).flatMap((file) =>
    parseAllDocuments(readFileSync(path.join(folder, file), "utf8")).flatMap((document) => {
      const value = document.toJS() as (Definition & { readonly items?: readonly Definition[] }) | null;
      return value === null ? [] : (value.items ?? [value]);
    }),
  );
}

function definitionOf(group: string, name: string, { kind, metadata }: ApiObject): object {
  const singular = kind.toLowerCase();
  const plural = `${singular}s`;
  const schema = Object.values(customResources).find((each) =>
    kindsOf(each).some((one) => one.kind === kind),
  );
  const openAPIV3Schema = structural({ ...schema, properties: { spec: schema?.properties?.spec } });
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular, listKind: `${kind}List` },
      scope: metadata.namespace === undefined ? "Cluster" : "Namespaced",
      versions: [{ name, served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
}

/** A schema as a definition takes it: without references, and with the API server's own word for a port. */
function structural(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(structural);
  if (typeof schema !== "object" || schema === null) return schema;
  if ("$ref" in schema) return { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  if ("oneOf" in schema) return { "x-kubernetes-int-or-string": true };
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !keyword.startsWith("x-"))
      .map(([keyword, value]) => [keyword, structural(value)]),
  );
}
