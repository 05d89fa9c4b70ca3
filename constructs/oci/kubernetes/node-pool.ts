import { ContainerengineNodePool } from "@cdktf/provider-oci/lib/containerengine-node-pool";
import { conditional, Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { okeVersion } from "../../kubernetes";
import { isGiven, physicalName } from "../account";
import type { TieredNetwork } from "../network";
import { isLookedUp, type OracleLinuxVersion, ReplacementTrigger, type Shape, sizeChosenShape } from "../web";
import { type Cluster, podNetwork } from "./cluster";
import { NodeImage } from "./node-image";

/** Machine, image and disk of each node. */
interface NodeProps {
  /** Shape of the machine. */
  readonly shape: Shape;
  /** Release of Oracle Linux that it runs. */
  readonly oracleLinux: OracleLinuxVersion;
  /** OCID of an image of OKE that was chosen; empty, or a token that may turn out to be, for Oracle's newest. */
  readonly imageId: string;
  /** The only availability domain that nodes stand in; empty, or a token that may turn out to be, for all. */
  readonly availabilityDomain: string;
  /** OCID of a key of one's own that encrypts boot volumes, where there is one. */
  readonly encryptionKeyId: string | undefined;
}

/** Properties of {@link NodePools}. */
export interface NodePoolsProps extends NodeProps {
  /** Cluster that the nodes belong to. */
  readonly cluster: Cluster;
  /** Network whose web tier holds them. */
  readonly network: TieredNetwork;
  /** Number of nodes. */
  readonly count: number;
}

// A node with two network interfaces has one for pods, and that one has room for 31 addresses:
// https://docs.oracle.com/iaas/Content/ContEng/Concepts/contengpodnetworking_topic-OCI_CNI_plugin.htm
const podsPerNode = 31;

const faultDomains = ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"];

/**
 * Managed nodes, each in a pool of its own, over all availability domains and their fault domains.
 *
 * A pool of many would tell its nodes in no order that holds, and a load balancer's backends follow them one by one: see
 * docs/decisions/0036-oke-behind-our-own-balancer.md. When anything about nodes changes, new pools come before old ones go, because OKE
 * leaves nodes that run as they are.
 */
export class NodePools extends Construct {
  /** The pools, one for each node. */
  readonly pools: readonly ContainerengineNodePool[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NodePoolsProps,
  ) {
    super(scope, id);
    const { network, shape, imageId, oracleLinux: version, availabilityDomain, encryptionKeyId } = props;
    const { compartmentId, region } = network;
    const image = new NodeImage(this, "image", { compartmentId, region, shape, version, imageId });
    const { trigger } = new ReplacementTrigger(this, "made-from", {
      shape,
      imageId,
      network,
      availabilityDomain,
      encryptionKeyId,
      more: { kubernetes: okeVersion, oracleLinux: version, ...sizeOf(shape) },
    });
    this.pools = Array.from({ length: props.count }, (_, index) =>
      this.createPool(index, image.imageId, trigger),
    );
  }

  /** Expression for the address of a pool's only node. */
  static addressOf({ terraformResourceType, friendlyUniqueId }: ContainerengineNodePool): string {
    const nodes = `${terraformResourceType}.${friendlyUniqueId}.nodes`;
    // A pool shows a node that goes beside the one that comes, and one that is worked on is better than none.
    return `\${concat([for node in ${nodes} : node.private_ip if node.state == "ACTIVE"], ${nodes}[*].private_ip)[0]}`;
  }

  private createPool(index: number, imageId: string, trigger: string): ContainerengineNodePool {
    const { cluster, network, shape, encryptionKeyId } = this.props;
    const { nodes, pods } = cluster.groups;
    const webSubnet = network.subnetIdOf("web");
    const pool = new ContainerengineNodePool(this, `pool-${index + 1}`, {
      clusterId: cluster.cluster.id,
      compartmentId: network.compartmentId,
      name: `${physicalName(this)}-${index + 1}`,
      kubernetesVersion: okeVersion,
      nodeShape: shape.name,
      ...(shape.size &&
        !shape.isChosen && {
          nodeShapeConfig: { ocpus: shape.size.ocpus, memoryInGbs: shape.size.memoryGiB },
        }),
      nodeSourceDetails: { sourceType: "IMAGE", imageId },
      nodeConfigDetails: {
        size: 1,
        nsgIds: [nodes.group.id],
        isPvEncryptionInTransitEnabled: true,
        ...(encryptionKeyId !== undefined && { kmsKeyId: encryptionKeyId }),
        placementConfigs: [
          {
            availabilityDomain: this.availabilityDomain(index),
            faultDomains: [faultDomains[(index + Math.floor(index / 3)) % 3]!],
            subnetId: webSubnet,
          },
        ],
        nodePoolPodNetworkOptionDetails: {
          cniType: podNetwork,
          maxPodsPerNode: podsPerNode,
          podNsgIds: [pods.group.id],
          podSubnetIds: [webSubnet],
        },
      },
      // A pod of ours drains for a minute; whatever holds a node up longer goes with it, and a destroy does not wait the hour that OKE would.
      nodeEvictionNodePoolSettings: {
        evictionGraceDuration: "PT10M",
        isForceDeleteAfterGraceDuration: true,
      },
      lifecycle: {
        createBeforeDestroy: true,
        replaceTriggeredBy: [trigger],
        // Oracle's next image is no reason to replace nodes that run; an image of one's own is.
        ...(isLookedUp(this.props.imageId) && { ignoreChanges: ["node_source_details[0].image_id"] }),
      },
      dependsOn: [...nodes.rules, ...pods.rules, ...cluster.groups.controlPlane.rules],
    });
    sizeChosenShape(pool, "", shape, "node_shape_config");
    return pool;
  }

  private availabilityDomain(index: number): string {
    const { network, availabilityDomain } = this.props;
    const all: unknown = Fn.lookupNested(network.availabilityDomains.availabilityDomains, ["*", "name"]);
    // By the remainder: a region has three, or one.
    const next = Token.asString(Fn.element(all, index));
    if (availabilityDomain === "") return next;
    return Token.asString(conditional(isGiven(availabilityDomain), availabilityDomain, next));
  }
}

function sizeOf({ name, size }: Shape): Record<string, string> {
  return { shape: name, ...(size && { ocpus: String(size.ocpus), memoryGiB: String(size.memoryGiB) }) };
}
