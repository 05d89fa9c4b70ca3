import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { kubernetesVersion } from "../../kubernetes";
import { physicalName } from "../../shared";
import { CustomerKey, logGroup, serviceRole } from "../account";
import type { INetwork } from "../network";
import { AccessEntry, type ClusterAccess } from "./cluster-access";
import { ClusterGroups } from "./cluster-groups";
import { attach, ClusterRole } from "./cluster-role";
import { serviceBlock } from "./service-block";

/** Properties of {@link Cluster}. */
export interface ClusterProps {
  /** Network whose web tier holds nodes and pods. */
  readonly network: INetwork;
  /** Access to the Kubernetes API. */
  readonly access: ClusterAccess;
  /** Days that the control plane's logs are kept. */
  readonly logRetentionDays: number;
  /** Whether the plan refuses to destroy it. */
  readonly deletionProtected: boolean;
  /**
   * Key that encrypts what Kubernetes keeps, and its logs.
   *
   * @default - a key for this alone
   */
  readonly key?: CustomerKey | undefined;
}

// https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

// All that a node needs is to pull images and to hand out identities to pods.
const nodePolicies = ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"];

/**
 * An EKS cluster in Auto Mode: AWS runs the control plane, starts, patches and replaces nodes, and binds pods to target groups. It begins
 * without node pools; the manifests bring one. See docs/decisions/0035-eks-in-auto-mode.md.
 */
export class Cluster extends Construct {
  /** The cluster itself. */
  readonly cluster: EksCluster;
  /** Security groups of control plane, nodes and pods. */
  readonly groups: ClusterGroups;
  /** The IAM role of each node. */
  readonly nodeRole: IamRole;
  /** Name of the group with the control plane's logs. */
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const { network, access, deletionProtected } = props;
    const { region } = network;
    const clusterName = Cluster.nameIn(scope);
    const key = props.key ?? this.createKey(region, deletionProtected);
    const logs = logGroup(this, "logs", {
      name: `/aws/eks/${clusterName}/cluster`,
      retentionDays: props.logRetentionDays,
      deletionProtected,
      key: props.key,
    });
    this.logGroupName = logs.name;
    this.groups = new ClusterGroups(this, "groups", network);
    const { role, rights } = new ClusterRole(this, "identity", { region, keyArn: key.arn });
    const nodes = new Construct(this, "nodes");
    this.nodeRole = serviceRole(nodes, "ec2.amazonaws.com");
    const nodeRights = attach(nodes, this.nodeRole, region, nodePolicies);
    const { controlPlane, nodes: nodeGroup } = this.groups;
    const { apiFrom = [] } = access;
    this.cluster = new EksCluster(this, "cluster", {
      name: clusterName,
      version: kubernetesVersion,
      roleArn: role.arn,
      // After its months at the plain price a version is upgraded, and not billed six times as much for staying.
      upgradePolicy: { supportType: "STANDARD" },
      enabledClusterLogTypes: logTypes,
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      vpcConfig: {
        subnetIds: network.subnetsOf("web").map((subnet) => subnet.id),
        securityGroupIds: [controlPlane.group.id],
        endpointPrivateAccess: true,
        endpointPublicAccess: apiFrom.length > 0,
        ...(apiFrom.length > 0 && { publicAccessCidrs: [...apiFrom] }),
      },
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: key.arn } },
      // The three of Auto Mode must agree, and AWS makes a cluster in Auto Mode only without add-ons that one would manage oneself.
      computeConfig: { enabled: true },
      kubernetesNetworkConfig: {
        elasticLoadBalancing: { enabled: true },
        serviceIpv4Cidr: serviceBlock(network.cidrBlock).cidrBlock,
      },
      storageConfig: { blockStorage: { enabled: true } },
      bootstrapSelfManagedAddons: false,
      // Nodes, which EKS and not Terraform takes away, need routes, endpoints, rules and rights until the last of them is gone.
      dependsOn: [
        logs,
        ...rights,
        ...nodeRights,
        ...controlPlane.rules,
        ...nodeGroup.rules,
        ...network.ready,
      ],
      lifecycle: {
        ...(deletionProtected && { preventDestroy: true }),
        // What only counts on the day that a cluster is made would replace one that lives.
        ignoreChanges: [
          "bootstrap_self_managed_addons",
          "access_config[0].bootstrap_cluster_creator_admin_permissions",
        ],
      },
    });
    const { name } = this.cluster;
    new AccessEntry(this, "administrator", {
      clusterName: name,
      region,
      principalArn: access.administratorArn,
      type: "STANDARD",
      policy: "AmazonEKSClusterAdminPolicy",
    });
    new AccessEntry(this, "node-access", {
      clusterName: name,
      region,
      principalArn: this.nodeRole.arn,
      type: "EC2",
      policy: "AmazonEKSAutoNodePolicy",
    });
  }

  /** Name of the cluster of a web tier, known before the cluster is. */
  static nameIn(scope: Construct): string {
    return physicalName(scope, 100);
  }

  private createKey(region: string, deletionProtected: boolean): CustomerKey {
    return new CustomerKey(this, "key", {
      region,
      deletionProtected,
      deletionWindowDays: deletionProtected ? 30 : 7,
    });
  }
}
