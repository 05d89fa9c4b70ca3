import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { allow, partition, serviceRole } from "../account";

/** Properties of {@link ClusterRole}. */
export interface ClusterRoleProps {
  /** Region of the cluster. */
  readonly region: string;
  /** ARN of the key that encrypts what the cluster keeps. */
  readonly keyArn: string;
}

// https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html
const policies = [
  "AmazonEKSClusterPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

/** An IAM role that EKS takes on to run a cluster in Auto Mode: its nodes, disks, network interfaces and targets. */
export class ClusterRole extends Construct {
  /** The role itself. */
  readonly role: IamRole;
  /** Policies of the role: without them EKS could neither create the cluster nor take its nodes away. */
  readonly rights: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { region, keyArn }: ClusterRoleProps) {
    super(scope, id);
    this.role = serviceRole(this, "eks.amazonaws.com", undefined, true);
    const encryption = new IamRolePolicy(this, "encryption", {
      namePrefix: "encrypt-cluster-",
      role: this.role.name,
      policy: allow({
        actions: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
        resources: [keyArn],
      }),
    });
    this.rights = [encryption, ...attach(this, this.role, region, policies)];
  }
}

/**
 * Gives a role policies that AWS maintains.
 *
 * @param names their names, such as `AmazonEKSClusterPolicy`
 */
export function attach(
  scope: Construct,
  role: IamRole,
  region: string,
  names: readonly string[],
): IamRolePolicyAttachment[] {
  return names.map(
    (name) =>
      new IamRolePolicyAttachment(scope, name, {
        role: role.name,
        policyArn: `arn:${partition(region)}:iam::aws:policy/${name}`,
      }),
  );
}
