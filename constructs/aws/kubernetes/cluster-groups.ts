import { Construct } from "constructs";
import type { INetwork } from "../network";
import { SecurityGroup } from "../network";

// https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
const apiPort = 443;
const kubeletPort = 10250;
// https://docs.aws.amazon.com/eks/latest/userguide/metrics-server.html: where the add-on listens.
const metricsPort = 10251;

/**
 * Security groups of a cluster: its control plane, its nodes, and its pods, which have network interfaces of their own. EKS makes one
 * more, which the control plane's interfaces have besides and nobody else.
 */
export class ClusterGroups extends Construct {
  /** Security group of the Kubernetes API within the network. */
  readonly controlPlane: SecurityGroup;
  /** Security group of each node. */
  readonly nodes: SecurityGroup;
  /** Security group of each pod. */
  readonly pods: SecurityGroup;

  constructor(scope: Construct, id: string, network: INetwork) {
    super(scope, id);
    const group = (name: string, description: string) =>
      new SecurityGroup(new Construct(this, name), "firewall", { vpcId: network.vpc.id, description });
    this.controlPlane = group("control-plane", "Kubernetes API");
    this.nodes = group("nodes", "nodes of the cluster");
    this.pods = group("pods", "pods of the web tier");
    this.nodes.allowTo(this.controlPlane, apiPort, "Kubernetes API");
    this.controlPlane.allowTo(this.nodes, kubeletPort, "logs and commands by kubelets");
    this.pods.allowTo(this.controlPlane, apiPort, "metrics-server asks the Kubernetes API");
    this.pods.allowTo(this.nodes, kubeletPort, "metrics-server asks kubelets");
    this.controlPlane.allowTo(this.pods, metricsPort, "Kubernetes API asks metrics-server");
    network.allowEgress(this.nodes);
    network.allowEgress(this.pods);
  }
}
