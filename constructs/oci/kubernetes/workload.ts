import { Token } from "cdktf";
import {
  type AddressBlock,
  type ApiObject,
  Exposure,
  kubernetesManifests,
  type Program,
} from "../../kubernetes";
import { subnetPlan, type Tier } from "../../shared";
import { databasePort } from "../database";
import type { TieredNetwork } from "../network";
import type { LoadBalancer, OciAppMetrics } from "../web";
import type { KubernetesWebTierProps } from "./kubernetes-web-tier-props";
import { controlPlanePort, nodePort } from "./ports";

/** Properties of {@link workload}. */
export interface OciWorkloadProps extends Pick<
  KubernetesWebTierProps,
  "app" | "database" | "network" | "servers"
> {
  /** Load balancer that nodes stand behind. */
  readonly loadBalancer: LoadBalancer;
  /** Addresses of Services. */
  readonly serviceBlock: string;
  /** Image and artifact of the containers. */
  readonly program: Program;
  /** What the app measures itself, which it posts to OCI Monitoring; undefined where it measures nothing. */
  readonly metrics: OciAppMetrics | undefined;
}

/** Name of the Secret with which nodes pull images; whoever administers the cluster makes it. */
const pullSecret = "images";

/** Writes the objects of the app in its namespace. */
export function workload(props: OciWorkloadProps): readonly ApiObject[] {
  const { app, database, network, servers, loadBalancer, serviceBlock, program, metrics } = props;
  const { region } = network;
  // The very token of the service account is what the cluster vouches for.
  const identity = { mountsToken: true };
  return kubernetesManifests({
    app,
    connection: database.connection,
    program,
    pullSecret,
    ingress: loadBalancer.ingress,
    place: `OCI ${region}`,
    identities: { serve: identity, migrate: identity },
    environment: { OCI_WORKLOAD_REGION: region },
    ...(metrics && { serveEnvironment: { METRICS_OCI: JSON.stringify(metrics.posted(network)) } }),
    exposure: Exposure.nodePort(nodePort),
    // Nodes forward visits under their own addresses, which lie where the Kubernetes API's does.
    visitsFrom: [blockOf(network, "web")],
    egress: [
      { name: "database", purpose: "Oracle Net", to: [blockOf(network, "data")], ports: [databasePort] },
      {
        name: "identity",
        purpose: "OKE workload identity, by the address of its Service or of what stands behind",
        to: [{ cidr: serviceBlock }, blockOf(network, "web")],
        ports: [controlPlanePort],
      },
      // Which of them, the network security group decides: Oracle's services have no addresses that a NetworkPolicy knows.
      { name: "oci", purpose: "Oracle services", to: [{ cidr: "0.0.0.0/0" }], ports: [443] },
    ],
    ...(servers && { pods: servers }),
  });
}

/** Addresses of a tier, or of the whole network where somebody else has cut it. */
function blockOf({ cidrBlock }: TieredNetwork, tier: Tier): AddressBlock {
  if (Token.isUnresolved(cidrBlock)) return { cidr: cidrBlock };
  return { cidr: subnetPlan(cidrBlock).find((subnet) => subnet.tier === tier)!.cidrBlock };
}
