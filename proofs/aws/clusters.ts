import { common, portsOf } from "../ports";
import type { Json, SynthesizedStack } from "../synthesized";
import type { Node, Opening } from "../ways";

/** An object of Kubernetes. */
interface KubernetesObject {
  readonly kind: string;
  readonly metadata: Json;
  readonly spec: Json;
}

/** Something in a cluster that sends or takes packets, by what Terraform and the manifests say of it. */
export interface ClusterHost {
  readonly name: string;
  readonly host: string;
  readonly groups: readonly string[];
  readonly subnets: readonly string[];
  readonly isPublic: boolean;
  /**
   * TCP ports that a NetworkPolicy leaves it, of all that security groups let through.
   *
   * @default - all of them
   */
  readonly policy?: { readonly out: readonly number[]; readonly into: readonly number[] };
}

/** Openings of which a policy leaves these ports. */
export function withinPolicy(openings: readonly Opening[], left: readonly number[] | undefined): Opening[] {
  if (left === undefined) return [...openings];
  return openings.flatMap(({ peer, ports }) =>
    left.flatMap((port) => {
      const both = common(ports, portsOf("tcp", port, port));
      return both ? [{ peer, ports: both }] : [];
    }),
  );
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
 * Control plane, nodes, the app's pods, and other pods on the same nodes, of each cluster. Security groups hold for all pods; what the
 * app's namespace denies besides holds for its own.
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
      return [
        {
          name: "nodes",
          host,
          groups: ids(spec.securityGroupSelectorTerms),
          subnets: ids(spec.subnetSelectorTerms),
          isPublic: false,
        },
        { name: "pods", host: `${host}.pods`, ...pods, policy: policyOf(manifests) },
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

function policyOf(manifests: readonly KubernetesObject[]) {
  const policies = manifests.filter(({ kind }) => kind === "NetworkPolicy").map(({ spec }): Json => spec);
  const denies = policies.some(({ ingress, egress }) => ingress === undefined && egress === undefined);
  if (!denies) throw new Error("no NetworkPolicy denies what none of them lets through");
  const ports = (rules: readonly Json[]) =>
    rules.flatMap((rule) => (rule!.ports as { port: number }[]).map(({ port }) => port));
  return {
    out: policies.flatMap(({ egress = [] }) => ports(egress)),
    into: policies.flatMap(({ ingress = [] }) => ports(ingress)),
  };
}
