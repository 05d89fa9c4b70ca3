import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import type { ApiObject } from "../../../../constructs/kubernetes";
import { until } from "../../../../webapp/test/support/artifact";
import type { Answer, Api } from "./api";

interface Definition {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly group: string; readonly names: { readonly kind: string } };
}

/**
 * Has the API know the kinds of objects that are not Kubernetes' own: by the definitions in the folder KUBERNETES_CRDS, such as those
 * of a cluster (`kubectl get crd --output yaml`); by one that lets every field through, of a kind that has none there.
 */
export async function defineKinds(api: Api, objects: readonly ApiObject[]): Promise<readonly string[]> {
  const known = given();
  const foreign = objects.filter(({ apiVersion }) => isForeign(apiVersion));
  const open: string[] = [];
  for (const object of foreign) {
    const [group = "", version = ""] = object.apiVersion.split("/");
    const found = known.find(({ spec }) => spec.group === group && spec.names.kind === object.kind);
    if (found === undefined) open.push(object.kind);
    const definition = found ?? openDefinition(group, version, object);
    await api.ask("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
    const isServed = async () => (await pathOf(api, object)) !== undefined;
    await until(isServed, `the API knows ${object.kind}`, 30_000);
  }
  return open;
}

function isForeign(apiVersion: string): boolean {
  const [group = ""] = apiVersion.split("/");
  return group.includes(".") && !group.endsWith(".k8s.io");
}

/** Where objects of a kind are; nothing of a kind that the API does not know. */
async function pathOf(api: Api, { apiVersion, kind, metadata }: ApiObject): Promise<string | undefined> {
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

function openDefinition(group: string, name: string, { kind, metadata }: ApiObject): object {
  const singular = kind.toLowerCase();
  const plural = `${singular}s`;
  const openAPIV3Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
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
