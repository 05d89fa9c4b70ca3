import { manifestsOf } from "../../proofs/aws/clusters";
import type { Stack } from "../stack";

/** Nodes that a cluster starts, by what the manifests tell it. */
export interface Nodes {
  /** EC2 instance type. */
  readonly type: string;
  /** Ids of their subnets, or references to them. */
  readonly subnets: readonly string[];
  /** Most vCPUs of all nodes together. */
  readonly vcpus: number;
}

/** Nodes of the stack's cluster; undefined where it runs on servers. */
export function nodesOf(stack: Stack): Nodes | undefined {
  const manifests = manifestsOf(stack.json);
  const pool = manifests.find(({ kind }) => kind === "NodePool")?.spec as NodePool | undefined;
  const nodeClass = manifests.find(({ kind }) => kind === "NodeClass")?.spec as NodeClass | undefined;
  const type = pool?.template.spec.requirements.find(({ key }) => key === "node.kubernetes.io/instance-type");
  if (pool === undefined || nodeClass === undefined || type === undefined) return undefined;
  return {
    type: type.values[0]!,
    subnets: nodeClass.subnetSelectorTerms.map(({ id }) => id),
    vcpus: Number(pool.limits.cpu),
  };
}

interface NodePool {
  readonly template: {
    readonly spec: {
      readonly requirements: readonly { readonly key: string; readonly values: readonly string[] }[];
    };
  };
  readonly limits: { readonly cpu: string };
}

interface NodeClass {
  readonly subnetSelectorTerms: readonly { readonly id: string }[];
}

/** Images of the pods in the manifests. */
export function imagesOf(stack: Stack): readonly string[] {
  const images = manifestsOf(stack.json)
    .filter(({ kind }) => ["DaemonSet", "Deployment", "Job"].includes(kind))
    .flatMap(({ spec }) => (spec as Workload).template.spec.containers.map(({ image }) => image));
  return [...new Set(images)];
}

interface Workload {
  readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
}
