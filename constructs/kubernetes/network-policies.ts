import type { NetworkPolicyPeer, NetworkPolicySpec } from "cdk8s-plus-34/lib/imports/k8s";
import { IntOrString } from "cdk8s-plus-34/lib/imports/k8s";
import { podLabels } from "./names";
import type { AddressBlock, EgressRule, WorkloadProps } from "./workload-props";

/** A NetworkPolicy, before it is one. */
export interface NamedPolicy {
  /** Its name. */
  readonly name: string;
  /** Purpose, in words. */
  readonly purpose: string;
  /** Specification: the pods, and the connections that are allowed. */
  readonly spec: NetworkPolicySpec;
}

const everyPod = { podSelector: {} };

/** Refusal of whatever no other policy lets through, for every pod of a namespace. */
export const denyAll: NamedPolicy = {
  name: "deny-all",
  purpose: "refuses whatever no other policy lets through",
  spec: { ...everyPod, policyTypes: ["Ingress", "Egress"] },
};

/** Nothing comes in or goes out, but visits to pods that serve, questions of DNS, and what this cloud's rules name. */
export function networkPolicies({
  app,
  visitsFrom,
  resolvers = [],
  egress,
}: WorkloadProps): readonly NamedPolicy[] {
  return [
    denyAll,
    {
      name: "visits",
      purpose: "visits and health checks",
      spec: {
        podSelector: { matchLabels: podLabels(app, "serve") },
        policyTypes: ["Ingress"],
        ingress: [{ from: visitsFrom.map(block), ports: tcp([app.port]) }],
      },
    },
    dns(resolvers),
    ...egress.map((rule) => outward(rule, rule.of === undefined ? {} : podLabels(app, rule.of))),
  ];
}

const clusterDns: NetworkPolicyPeer = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
};

/** Questions of DNS from every pod of a namespace. */
export function dns(resolvers: readonly AddressBlock[]): NamedPolicy {
  const ports = ["UDP", "TCP"].map((protocol) => ({ protocol, port: IntOrString.fromNumber(53) }));
  return {
    name: "dns",
    purpose: "names of database and cloud",
    spec: {
      ...everyPod,
      policyTypes: ["Egress"],
      egress: [{ to: [clusterDns, ...resolvers.map(block)], ports }],
    },
  };
}

/**
 * Connections of a rule.
 *
 * @param matchLabels labels of the pods that may; none for every pod of the namespace
 */
export function outward(
  { name, purpose, to, ports }: EgressRule,
  matchLabels: Record<string, string>,
): NamedPolicy {
  return {
    name: `to-${name}`,
    purpose,
    spec: {
      podSelector: Object.keys(matchLabels).length > 0 ? { matchLabels } : {},
      policyTypes: ["Egress"],
      egress: [{ to: to.map(block), ports: tcp(ports) }],
    },
  };
}

function block({ cidr, except }: AddressBlock): NetworkPolicyPeer {
  return { ipBlock: { cidr, ...(except !== undefined && { except: [...except] }) } };
}

function tcp(ports: readonly number[]) {
  return ports.map((port) => ({ protocol: "TCP", port: IntOrString.fromNumber(port) }));
}
