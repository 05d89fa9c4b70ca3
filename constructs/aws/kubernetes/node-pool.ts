import type { ApiObject } from "../../kubernetes";
import type { INetwork } from "../network";
import type { Cluster } from "./cluster";
import { nodeArchitecture, processorsOf } from "./node-types";

/** Properties of {@link nodePoolManifests}. */
export interface NodePoolProps {
  /** Name of node class and node pool, which belong to no namespace. */
  readonly name: string;
  /** Cluster that starts the nodes. */
  readonly cluster: Cluster;
  /** Network whose web tier holds them. */
  readonly network: INetwork;
  /** EC2 instance type of the nodes. */
  readonly instanceType: string;
  /** Maximum number of nodes. */
  readonly maxNodes: number;
}

/**
 * Writes what tells Auto Mode which nodes to start: a NodeClass (where they lie, who they are), a NodePool (which and how many), and the
 * switch without which NetworkPolicies are accepted and not enforced.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html, create-node-pool.html and auto-net-pol.html
 */
export function nodePoolManifests(props: NodePoolProps): ApiObject[] {
  const { name, cluster, network, instanceType, maxNodes } = props;
  const subnets = network.subnetsOf("web").map(({ id }) => ({ id }));
  const { nodes, pods } = cluster.groups;
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
      data: { "enable-network-policy-controller": "true" },
    },
    {
      apiVersion: "eks.amazonaws.com/v1",
      kind: "NodeClass",
      metadata: { name },
      spec: {
        role: cluster.nodeRole.name,
        subnetSelectorTerms: subnets,
        securityGroupSelectorTerms: [{ id: nodes.group.id }],
        podSubnetSelectorTerms: subnets,
        podSecurityGroupSelectorTerms: [{ id: pods.group.id }],
        networkPolicy: "DefaultAllow",
        // The node's disk for images and logs; AWS encrypts it.
        ephemeralStorage: { size: "20Gi" },
      },
    },
    {
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name },
      spec: {
        template: {
          spec: {
            nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name },
            requirements: [
              oneOf("karpenter.sh/capacity-type", "on-demand"),
              oneOf("kubernetes.io/arch", nodeArchitecture(instanceType)),
              oneOf("node.kubernetes.io/instance-type", instanceType),
            ],
            // A node that AWS has patched takes its place long before the 21 days that Auto Mode allows.
            expireAfter: "336h",
            // A drain that something holds up ends; that of ours takes a minute a pod.
            terminationGracePeriod: "30m",
          },
        },
        limits: { cpu: String(maxNodes * processorsOf(instanceType)) },
        disruption: {
          consolidationPolicy: "WhenEmptyOrUnderutilized",
          consolidateAfter: "5m",
          budgets: [{ nodes: "1" }],
        },
      },
    },
  ];
}

function oneOf(key: string, value: string): object {
  return { key, operator: "In", values: [value] };
}
