import { Construct } from "constructs";
import { NetworkSecurityGroup, type TieredNetwork } from "../network";
import { apiPort, controlPlanePort, kubeletPort } from "./ports";

/**
 * Network security groups of a cluster: the endpoint of its Kubernetes API, its nodes, and its pods, which have network interfaces of
 * their own. What they open to each other is what Oracle's module opens, without ICMP and without the internet: OKE needs neither where
 * rules are stateful and the service gateway leads to all of Oracle's services.
 *
 * https://github.com/oracle-terraform-modules/terraform-oci-oke/tree/main/modules/network
 */
export class ClusterGroups extends Construct {
  /** Network security group of the Kubernetes API. */
  readonly controlPlane: NetworkSecurityGroup;
  /** Network security group of each node. */
  readonly nodes: NetworkSecurityGroup;
  /** Network security group of each pod. */
  readonly pods: NetworkSecurityGroup;

  constructor(scope: Construct, id: string, network: TieredNetwork, apiFrom: readonly string[]) {
    super(scope, id);
    const group = (name: string) =>
      new NetworkSecurityGroup(new Construct(this, name), "firewall", { network });
    const controlPlane = (this.controlPlane = group("control-plane"));
    const nodes = (this.nodes = group("nodes"));
    const pods = (this.pods = group("pods"));
    for (const client of [nodes, pods]) {
      client.allowTo(controlPlane, apiPort, "Kubernetes API");
      client.allowTo(controlPlane, controlPlanePort, "registration of nodes, and identity of pods");
      client.allowAllTo(pods, "ports of pods");
    }
    controlPlane.allowTo(controlPlane, apiPort, "Kubernetes API among its own");
    controlPlane.allowTo(nodes, kubeletPort, "logs and commands by kubelets");
    controlPlane.allowAllTo(pods, "webhooks and metrics");
    pods.allowTo(nodes, kubeletPort, "metrics-server asks kubelets");
    for (const part of [controlPlane, nodes, pods]) network.allowEgress(part);
    network.allowBastion(controlPlane, "Kubernetes API through the bastion");
    for (const block of apiFrom) controlPlane.allowFromBlock(block, apiPort, "Kubernetes API");
  }
}
