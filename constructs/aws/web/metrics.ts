import type { LoadBalancer } from "./load-balancer";
import type { PrivateDatabase } from "../database";
import type { ServerGroup } from "./server-group";

/** Dimensions of a metric in CloudWatch. A metric with other dimensions is another one, and empty. */
type Dimensions = Readonly<Record<string, string>>;

/** Namespace and dimensions under which CloudWatch has the metrics of one resource. */
export interface MetricSource {
  /** Service that counts, such as `AWS/RDS`. */
  readonly namespace: string;
  /** Dimensions, by name. */
  readonly dimensions: Dimensions;
}

/** Metrics of a load balancer, such as its requests. */
export function balancerMetrics({ balancer }: LoadBalancer): MetricSource {
  return { namespace: "AWS/ApplicationELB", dimensions: { LoadBalancer: balancer.arnSuffix } };
}

/** Metrics of the servers behind a load balancer, such as how many are healthy. */
export function targetMetrics({ balancer, targetGroup }: LoadBalancer): MetricSource {
  return {
    namespace: "AWS/ApplicationELB",
    dimensions: { LoadBalancer: balancer.arnSuffix, TargetGroup: targetGroup.arnSuffix },
  };
}

/** Metrics of all servers together, such as their CPU. */
export function serverMetrics({ groupName }: ServerGroup): MetricSource {
  return { namespace: "AWS/EC2", dimensions: { AutoScalingGroupName: groupName } };
}

/** Metrics of an Auto Scaling group, such as how many servers it has. */
export function groupMetrics({ groupName }: ServerGroup): MetricSource {
  return { namespace: "AWS/AutoScaling", dimensions: { AutoScalingGroupName: groupName } };
}

/** Metrics of an EKS cluster, such as how many pods wait for a node. */
export function clusterMetrics(clusterName: string): MetricSource {
  return { namespace: "AWS/EKS", dimensions: { ClusterName: clusterName } };
}

/** Metrics of a database, such as its connections. */
export function databaseMetrics({ instance }: PrivateDatabase): MetricSource {
  return { namespace: "AWS/RDS", dimensions: { DBInstanceIdentifier: instance.identifier } };
}
