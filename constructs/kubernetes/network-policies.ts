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

/** Nothing comes in or goes out, but visits to pods that serve, questions of DNS, and what this cloud's rules name. */
export function networkPolicies({
  app,
  visitsFrom,
  resolvers = [],
  egress,
}: WorkloadProps): readonly NamedPolicy[] {
  return [
    {
      name: "deny-all",
      purpose: "refuses whatever no other policy lets through",
      spec: { ...everyPod, policyTypes: ["Ingress", "Egress"] },
    },
    {
      name: "visits",
      purpose: "visits and health checks",
      spec: {
        podSelector: { matchLabels: podLabels(app, "serve") },
        policyTypes: ["Ingress"],
        ingress: [{ from: visitsFrom.map(block), ports: tcp([app.port]) }],
      },
    },
    {
      name: "dns",
      purpose: "names of database and cloud",
      spec: {
        ...everyPod,
        policyTypes: ["Egress"],
        egress: [
          {
            to: [clusterDns, ...resolvers.map(block)],
            ports: ["UDP", "TCP"].map((protocol) => ({ protocol, port: IntOrString.fromNumber(53) })),
          },
        ],
      },
    },
    ...egress.map((rule) => outward(app, rule)),
  ];
}

const clusterDns: NetworkPolicyPeer = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
};

function outward(app: WorkloadProps["app"], { name, purpose, to, ports, of }: EgressRule): NamedPolicy {
  return {
    name: `to-${name}`,
    purpose,
    spec: {
      podSelector: of === undefined ? {} : { matchLabels: podLabels(app, of) },
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
