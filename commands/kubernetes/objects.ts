import * as z from "zod";
import type { Deployed } from "../deployed";
import { CommandError } from "../programs";

const apiObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});
const list = z.object({ apiVersion: z.literal("v1"), kind: z.literal("List"), items: z.array(apiObject) });

/** An object of the Kubernetes API, as far as its order is decided by it. */
export type ApiObject = z.output<typeof apiObject>;

/** The objects of a deployed stack, in the order in which they are applied. */
export interface Objects {
  /** Objects that pods need before any of them starts. */
  readonly foundations: readonly ApiObject[];
  /** The Job that creates the schema. */
  readonly migration: ApiObject;
  /** Objects that serve visitors. */
  readonly serving: readonly ApiObject[];
  /** DaemonSets among the foundations, which ship log lines of pods. */
  readonly collectors: readonly ApiObject[];
  /** Namespace of the app. */
  readonly namespace: string;
  /** Name of the Deployment. */
  readonly deployment: string;
}

/**
 * Reads the output `manifests` of a stack.
 *
 * @throws {CommandError} where the stack runs on servers, or the output is not what this command knows
 */
export function objectsOf(deployed: Deployed): Objects {
  if (!deployed.has("manifests"))
    throw new CommandError(
      'the stack was deployed without a cluster: `"webTier": "kubernetes"` in cdktf.json makes one',
    );
  const { data } = list.safeParse(JSON.parse(deployed.output("manifests")));
  const items = data?.items ?? [];
  const at = items.findIndex(({ kind }) => kind === "Job");
  const migration = items[at];
  const deployment = items.find(({ kind }) => kind === "Deployment");
  const namespace = migration?.metadata.namespace;
  if (migration === undefined || deployment === undefined || namespace === undefined)
    throw new CommandError("the output `manifests` has no migration and no pods: deploy again");
  const foundations = items.slice(0, at);
  return {
    foundations,
    collectors: foundations.filter(({ kind }) => kind === "DaemonSet"),
    migration,
    serving: items.slice(at + 1),
    namespace,
    deployment: deployment.metadata.name,
  };
}

/**
 * Sets of objects in the order in which they go: what binds pods to a balancer, so that a cloud takes back what it made for them;
 * the namespace with all that is in it; what the cluster started nodes by. What belongs to the cluster itself goes with it.
 */
export function inOrderOfDeletion({
  foundations,
  serving,
  namespace,
}: Objects): readonly (readonly ApiObject[])[] {
  const builtIn = /^(v1|apps\/v1|autoscaling\/v2|batch\/v1|networking\.k8s\.io\/v1|policy\/v1)$/;
  const own = serving.filter((object) => object.metadata.namespace === namespace);
  const bindings = own.filter(({ apiVersion, kind }) => kind === "Service" || !builtIn.test(apiVersion));
  const namespaces = foundations.filter(({ kind }) => kind === "Namespace");
  const all = [...foundations, ...serving];
  const ofCluster = all.filter(
    ({ kind, metadata }) => metadata.namespace === undefined && kind !== "Namespace",
  );
  // What was made last may need what was made before.
  const inTurn = ofCluster.toReversed().map((object) => [object]);
  return [bindings, namespaces, ...inTurn].filter((objects) => objects.length > 0);
}
