import { everywhere } from "../addresses";
import {
  type KubernetesObject,
  type PodKind,
  podsOf,
  policyFor,
  type Surroundings,
} from "../network-policies";
import { portsOf } from "../ports";
import type { SynthesizedStack } from "../synthesized";
import type { Node, Policy } from "../ways";
import { readReference } from "./references";

/** Something in a cluster that sends or takes packets, by what Terraform and the manifests say of it. */
export interface ClusterHost {
  readonly name: string;
  readonly host: string;
  readonly groups: readonly string[];
  readonly subnets: readonly string[];
  readonly isPublic: boolean;
  /**
   * Traffic that security groups allow, without what NetworkPolicies drop.
   *
   * @default - all of it
   */
  readonly policy?: Policy;
}

/** Objects of the output `manifests`, in which only Terraform knows some values. */
export function manifestsOf({ output }: Partial<Pick<SynthesizedStack, "output">>): KubernetesObject[] {
  const text = output?.manifests?.value as string | undefined;
  if (text === undefined) return [];
  // The name of the Job is a function's result, and a function's arguments have quotation marks.
  const plain = text.replace(/\$\{substr\(sha256\("(?:\\.|[^"\\])*"\), 0, \d+\)\}/g, "digest");
  return (JSON.parse(plain) as { items: KubernetesObject[] }).items;
}

/**
 * Control plane, nodes, the app's pods that serve and those that migrate, the pods that collect their logs, and other pods on the same
 * nodes, of each cluster. Security groups hold for all pods; what NetworkPolicies deny besides holds for all but the last.
 */
export function clusterHosts(json: SynthesizedStack): ClusterHost[] {
  const manifests = manifestsOf(json);
  const nodeClasses = manifests.filter(({ kind }) => kind === "NodeClass");
  const ids = (terms: readonly { id: string }[]) => terms.map(({ id }) => id);
  return Object.entries(json.resource.aws_eks_cluster ?? {}).flatMap(([cluster, { vpc_config }]) => [
    {
      name: "control plane",
      host: `aws_eks_cluster.${cluster}`,
      groups: vpc_config.security_group_ids as string[],
      subnets: vpc_config.subnet_ids as string[],
      isPublic: false,
    },
    ...nodeClasses.flatMap(({ metadata, spec }): ClusterHost[] => {
      const host = `NodeClass.${metadata.name}`;
      const pods = {
        groups: ids(spec.podSecurityGroupSelectorTerms),
        subnets: ids(spec.podSubnetSelectorTerms),
        isPublic: false,
      };
      const surroundings: Surroundings = {
        blockOf: (reference) => subnetBlock(json, reference),
        otherPods: `${host}.others`,
      };
      const left = (kind: PodKind) => policyFor(manifests, podsOf(manifests, kind), surroundings);
      return [
        {
          name: "nodes",
          host,
          groups: ids(spec.securityGroupSelectorTerms),
          subnets: ids(spec.subnetSelectorTerms),
          isPublic: false,
        },
        { name: "pods", host: `${host}.pods`, ...pods, policy: left("Deployment") },
        { name: "migration", host: `${host}.migration`, ...pods, policy: left("Job") },
        { name: "log collector", host: `${host}.logs`, ...pods, policy: left("DaemonSet") },
        { name: "other pods", host: `${host}.others`, ...pods },
      ];
    }),
  ]);
}

/** The Kubernetes API as the internet sees it, where it does: no security group stands before it. */
export function publicApis(json: SynthesizedStack): Node[] {
  return Object.entries(json.resource.aws_eks_cluster ?? {})
    .filter(([, { vpc_config }]) => vpc_config.endpoint_public_access === true)
    .map(([name, { vpc_config }]) => ({
      name: "control plane",
      host: `aws_eks_cluster.${name}.public`,
      groups: [],
      blocks: [],
      isPublic: true,
      routes: ["internet"],
      out: [],
      into: (vpc_config.public_access_cidrs as string[]).map((block) => ({
        peer: { block },
        ports: portsOf("tcp", 443, 443),
      })),
    }));
}

/** Addresses of a subnet; those of a network that was there before may be any. */
function subnetBlock({ resource }: SynthesizedStack, reference: string): string {
  if (reference.startsWith("${data.")) return everywhere;
  const { type, name, attribute } = readReference(reference);
  const block: string | undefined = resource[type]?.[name]?.[attribute];
  if (block === undefined) throw new Error(`whom ${reference} means cannot be told`);
  return block;
}
