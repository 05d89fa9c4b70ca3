import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { accountOf, serviceRole } from "../account";
import type { Cluster } from "./cluster";

/** Properties of {@link PodIdentity}. */
export interface PodIdentityProps {
  /** Cluster that the pods run in. */
  readonly cluster: Cluster;
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Service account of the pods. */
  readonly serviceAccount: string;
}

/**
 * An IAM role that pods of one service account take on, by the agent that EKS runs on each node (EKS Pod Identity). It can do nothing
 * until it is granted something. Only pods that start after the association have it.
 */
export class PodIdentity extends Construct {
  /** The role; grants attach their own policies to it. */
  readonly role: IamRole;

  constructor(scope: Construct, id: string, { cluster, namespace, serviceAccount }: PodIdentityProps) {
    super(scope, id);
    const { arn, name } = cluster.cluster;
    this.role = serviceRole(
      this,
      "pods.eks.amazonaws.com",
      {
        StringEquals: { "aws:SourceAccount": accountOf(this, arn) },
        ArnEquals: { "aws:SourceArn": arn },
      },
      true,
    );
    new EksPodIdentityAssociation(this, "association", {
      clusterName: name,
      namespace,
      serviceAccount,
      roleArn: this.role.arn,
    });
  }
}
