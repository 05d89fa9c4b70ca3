import { portsOf } from "./ports";
import type { Json } from "./synthesized";
import type { Opening, Peer, Policy } from "./ways";

/** An object of Kubernetes. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: Json;
  readonly spec: Json;
}

/** Pods as NetworkPolicies see them. */
export interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Facts about a cluster that a NetworkPolicy does not state itself. */
export interface Surroundings {
  /** A block that is written as a reference. */
  readonly blockOf: (reference: string) => string;
  /** Host of all pods that a selector may mean beside those of the app. */
  readonly otherPods: string;
}

/** Kinds of objects that make pods. */
export type PodKind = "DaemonSet" | "Deployment" | "Job";

/** Pods of the only object of a kind. */
export function podsOf(manifests: readonly KubernetesObject[], kind: PodKind): Pods {
  const found = manifests.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} is among the manifests`);
  return { namespace: found.metadata.namespace, labels: found.spec.template.metadata.labels };
}

/**
 * Traffic that NetworkPolicies allow pods, by Kubernetes' own rules: a direction in which none of them selects a pod is open, and what any of
 * those lets through that do is let through.
 *
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
 */
export function policyFor(
  manifests: readonly KubernetesObject[],
  pods: Pods,
  surroundings: Surroundings,
): Policy {
  const own = manifests
    .filter(({ kind, metadata }) => kind === "NetworkPolicy" && metadata.namespace === pods.namespace)
    .map(({ spec }): Json => spec)
    .filter(({ podSelector }) => selects(podSelector, pods.labels));
  const left = (direction: "Ingress" | "Egress", rules: "ingress" | "egress", peers: "from" | "to") => {
    const isolating = own.filter(({ policyTypes }) => policyTypes.includes(direction));
    if (isolating.length === 0) return undefined;
    return isolating.flatMap((spec) =>
      ((spec[rules] ?? []) as Json[]).flatMap((rule) => openingsOf(rule, rule[peers], surroundings)),
    );
  };
  return { out: left("Egress", "egress", "to"), into: left("Ingress", "ingress", "from") };
}

function selects({ matchLabels = {}, matchExpressions }: Json, labels: Pods["labels"]): boolean {
  if (matchExpressions) throw new Error("whom a NetworkPolicy selects by expressions cannot be told");
  return Object.entries(matchLabels as object).every(([name, value]) => labels[name] === value);
}

function openingsOf({ ports }: Json, peers: Json, surroundings: Surroundings): Opening[] {
  const all = [portsOf("all", undefined, undefined)];
  const opened = ((ports ?? []) as Json[]).map(({ protocol = "TCP", port, endPort = port }) => {
    if (typeof port === "string") throw new Error(`which port ${port} is cannot be told`);
    return portsOf((protocol as string).toLowerCase(), port, endPort);
  });
  const meant: Peer[] = peers
    ? (peers as Json[]).map((peer) => peerOf(peer, surroundings))
    : ["0.0.0.0/0", "::/0"].map((block) => ({ block }));
  return meant.flatMap((peer) => (opened.length > 0 ? opened : all).map((each) => ({ peer, ports: each })));
}

function peerOf({ ipBlock }: Json, { blockOf, otherPods }: Surroundings): Peer {
  if (!ipBlock) return { host: otherPods };
  const resolved = (text: string) => (text.startsWith("${") ? blockOf(text) : text);
  const except = ((ipBlock.except ?? []) as string[]).map(resolved);
  return { block: resolved(ipBlock.cidr), ...(except.length > 0 && { except }) };
}
