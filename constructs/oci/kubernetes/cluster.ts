import { ContainerengineCluster } from "@cdktf/provider-oci/lib/containerengine-cluster";
import type { Precondition } from "cdktf";
import { Construct } from "constructs";
import { okeVersion } from "../../kubernetes";
import { physicalName } from "../account";
import type { TieredNetwork } from "../network";
import type { ClusterAccess } from "./cluster-access";
import { ClusterGroups } from "./cluster-groups";
import { serviceBlock } from "./service-block";

/** Network plug-in of pods: they have addresses of the network, so that network security groups stand before each of them. */
export const podNetwork = "OCI_VCN_IP_NATIVE";

/** Properties of {@link Cluster}. */
export interface ClusterProps {
  /** Network whose web tier holds the Kubernetes API, nodes and pods. */
  readonly network: TieredNetwork;
  /** Networks that may ask the Kubernetes API. */
  readonly access: ClusterAccess;
  /** Days that the control plane's logs are kept. */
  readonly logRetentionDays: number;
  /** Whether the plan refuses to destroy it. */
  readonly deletionProtected: boolean;
  /** Conditions that every plan checks. */
  readonly preconditions: readonly Precondition[];
  /**
   * OCID of a key of your own that encrypts what Kubernetes keeps.
   *
   * @default - a key that Oracle looks after
   */
  readonly encryptionKeyId?: string | undefined;
}

/**
 * An enhanced cluster of OKE, the kind that has workload identity: Oracle runs the control plane, which answers within the network alone.
 * See docs/decisions/0036-oke-behind-our-own-balancer.md.
 */
export class Cluster extends Construct {
  /** The cluster itself. */
  readonly cluster: ContainerengineCluster;
  /** Network security groups of control plane, nodes and pods. */
  readonly groups: ClusterGroups;
  /** Addresses of Services, which never leave the cluster. */
  readonly serviceBlock: string;
  /** OCID of the log of the control plane. */
  readonly logId: string;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const { network, access, encryptionKeyId, deletionProtected, preconditions } = props;
    const { compartmentId, vcnId } = network;
    this.groups = new ClusterGroups(this, "groups", network, access.apiFrom ?? []);
    this.serviceBlock = serviceBlock(network.cidrBlocks);
    const { controlPlane } = this.groups;
    this.cluster = new ContainerengineCluster(this, "cluster", {
      compartmentId,
      vcnId,
      name: physicalName(scope),
      kubernetesVersion: okeVersion,
      type: "ENHANCED_CLUSTER",
      clusterPodNetworkOptions: [{ cniType: podNetwork }],
      endpointConfig: {
        subnetId: network.subnetIdOf("web"),
        isPublicIpEnabled: false,
        nsgIds: [controlPlane.group.id],
      },
      options: { kubernetesNetworkConfig: { servicesCidr: this.serviceBlock } },
      ...(encryptionKeyId !== undefined && { kmsKeyId: encryptionKeyId }),
      lifecycle: {
        ...(deletionProtected && { preventDestroy: true }),
        ...(preconditions.length > 0 && { precondition: [...preconditions] }),
      },
      dependsOn: [...controlPlane.rules],
    });
    const log = network.monitoring.logService(this, "control-plane-log", {
      service: "oke-k8s-cp-prod",
      category: "all-service-logs",
      resource: this.cluster.id,
      retentionDays: props.logRetentionDays,
    });
    this.logId = log.id;
  }
}
