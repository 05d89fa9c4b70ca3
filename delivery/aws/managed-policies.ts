import type { StackJson } from "./actions";
import {
  clusterInterfaces,
  clusterLooks,
  clusterNodes,
  type ClusterScope,
  clusterTargets,
  nodeIdentities,
  nodeImages,
} from "./cluster-rights";
import type { Statement } from "./document";
import { clustersIn } from "./roles";
import type { Scope } from "./scope";

/**
 * Statements of a boundary for one of AWS's own policies: as much of it as the stack's roles use, on what is the stack's.
 *
 * @param policyArn ARN of the policy
 * @param json what Terraform is to deploy
 * @param scope what of it is ours
 * @throws {RangeError} for a policy of which nobody has said what the stack uses
 */
export function managedStatements(policyArn: string, json: StackJson, scope: Scope): readonly Statement[] {
  const name = policyArn.split("/").at(-1)!;
  const statements = policies[name];
  if (statements === undefined)
    throw new RangeError(`what ${policyArn} allows must be written in delivery/aws/managed-policies.ts`);
  return statements({ ...scope, clusters: clustersIn(json) });
}

/** What the stack uses of each policy, by its name. */
const policies: Readonly<Record<string, (scope: ClusterScope) => readonly Statement[]>> = {
  AmazonEKSClusterPolicy: clusterLooks,
  AmazonEKSComputePolicy: clusterNodes,
  AmazonEKSNetworkingPolicy: clusterInterfaces,
  AmazonEKSLoadBalancingPolicy: clusterTargets,
  // Volumes that pods ask for: the stack's pods ask for none.
  AmazonEKSBlockStoragePolicy: () => [],
  AmazonEKSWorkerNodeMinimalPolicy: nodeIdentities,
  AmazonEC2ContainerRegistryPullOnly: nodeImages,
  AmazonRDSEnhancedMonitoringRole: monitoring,
};

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonRDSEnhancedMonitoringRole.html */
function monitoring({ account, partition, region }: Scope): Statement[] {
  const groups = `arn:${partition}:logs:${region}:${account}:log-group:RDS*`;
  return [
    { Effect: "Allow", Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"], Resource: [groups] },
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:GetLogEvents"],
      Resource: [`${groups}:log-stream:*`],
    },
  ];
}
