import {
  type AddressBlock,
  type ApiObject,
  Exposure,
  kubernetesManifests,
  type Program,
  servicePort,
  workloadNames,
} from "../../kubernetes";
import { databasePort } from "../database";
import type { INetwork } from "../network";
import type { CloudWatchAppMetrics, LoadBalancer } from "../web";
import { awsEgress, identityEgress } from "./pod-egress";
import { serviceBlock } from "./service-block";
import type { KubernetesWebTierProps } from "./kubernetes-web-tier-props";

/** Properties of {@link workload}. */
export interface AwsWorkloadProps extends Pick<
  KubernetesWebTierProps,
  "app" | "database" | "network" | "servers"
> {
  /** Load balancer that pods are bound to. */
  readonly loadBalancer: LoadBalancer;
  /** Image and artifact of the containers. */
  readonly program: Program;
  /** What the app measures itself, which it writes to its log for CloudWatch; undefined where it measures nothing. */
  readonly metrics: CloudWatchAppMetrics | undefined;
}

/**
 * More than half of a processor: EKS starts nodes for what pods request, and where more of them than processors fit on a node, those that
 * the autoscaler adds compute nothing more. Two fit on two processors, and leave 500 for the kubelet (70), metrics-server (100) and
 * Fluent Bit (25).
 */
const podRequestMillis = 750;

/** Writes the objects of the app in its namespace, and what binds its Service to the load balancer's target group. */
export function workload(props: AwsWorkloadProps): ApiObject[] {
  const { app, database, network, servers, loadBalancer, program, metrics } = props;
  const objects = kubernetesManifests({
    app,
    connection: database.connection,
    program,
    ingress: loadBalancer.ingress,
    place: `AWS ${network.region}`,
    // The agent has a token of its own for each pod.
    identities: { serve: {}, migrate: {} },
    exposure: Exposure.podAddresses(),
    visitsFrom: blocksOf(network, "public"),
    resolvers: [{ cidr: serviceBlock(network.cidrBlock).resolver }],
    egress: [
      {
        name: "database",
        purpose: "PostgreSQL",
        to: blocksOf(network, "data"),
        ports: [databasePort],
      },
      identityEgress,
      awsEgress,
    ],
    ...(servers && { pods: servers }),
    podRequestMillis,
    ...(metrics && { serveEnvironment: { METRICS_EMBEDDED: JSON.stringify(metrics.embedded) } }),
    cloudObjects: [binding(props)],
  });
  return objects.map((object) => (object.kind === "Namespace" ? withReadinessGates(object) : object));
}

/**
 * TargetGroupBinding: EKS registers pods in a target group by their addresses. Security groups are Terraform's, and so not in it.
 */
function binding({ app, loadBalancer }: AwsWorkloadProps): ApiObject {
  const { namespace, web } = workloadNames(app);
  return {
    apiVersion: "eks.amazonaws.com/v1",
    kind: "TargetGroupBinding",
    metadata: { name: web, namespace },
    spec: {
      serviceRef: { name: web, port: servicePort.port },
      targetGroupARN: loadBalancer.targetGroup.arn,
      targetType: "ip",
    },
  };
}

/**
 * A pod of this namespace counts as ready only once the load balancer has found it healthy: none before it goes until then. This is Auto
 * Mode's label; that of the controller one installs oneself has no effect there.
 */
function withReadinessGates(namespace: ApiObject): ApiObject {
  const labels = {
    ...namespace.metadata.labels,
    "eks.amazonaws.com/pod-readiness-gate-inject": "enabled",
  };
  return { ...namespace, metadata: { ...namespace.metadata, labels } };
}

function blocksOf(network: INetwork, tier: "public" | "data"): AddressBlock[] {
  const known = network.subnetsOf(tier).flatMap(({ cidrBlock }) => cidrBlock ?? []);
  return (known.length > 0 ? known : [network.cidrBlock]).map((cidr) => ({ cidr }));
}
