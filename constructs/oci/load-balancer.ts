import { LoadBalancerBackendSet } from "@cdktf/provider-oci/lib/load-balancer-backend-set";
import { LoadBalancerListener } from "@cdktf/provider-oci/lib/load-balancer-listener";
import { LoadBalancerLoadBalancer } from "@cdktf/provider-oci/lib/load-balancer-load-balancer";
import { Construct } from "constructs";
import type { WebApp } from "../web-app";
import { Firewall } from "./firewall";
import { physicalName } from "./names";
import type { TieredNetwork } from "./tiered-network";

/** What a load balancer must be told. */
export interface LoadBalancerProps {
  /** Network whose public tier holds the load balancer. */
  readonly network: TieredNetwork;
  /** What the servers behind it run. */
  readonly app: WebApp;
  /** Bandwidth in Mbps. */
  readonly bandwidthMbps: number;
  /** Whether OCI refuses to delete it. */
  readonly deletionProtected: boolean;
}

/** A flexible load balancer open to the internet on port 80, in front of servers that are healthy. */
export class LoadBalancer extends Construct {
  /** The load balancer itself. */
  readonly balancer: LoadBalancerLoadBalancer;
  /** Servers that the load balancer sends visitors to. */
  readonly backendSet: LoadBalancerBackendSet;
  /** What lets visitors in, and the load balancer through to the servers. */
  readonly firewall: Firewall;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { network, bandwidthMbps } = props;
    this.firewall = new Firewall(this, "firewall", { network });
    this.firewall.allowFromInternet(80, "visitors");
    this.balancer = new LoadBalancerLoadBalancer(this, "balancer", {
      compartmentId: network.compartmentId,
      displayName: physicalName(scope),
      shape: "flexible",
      shapeDetails: { minimumBandwidthInMbps: bandwidthMbps, maximumBandwidthInMbps: bandwidthMbps },
      isPrivate: false,
      subnetIds: [network.subnetOf("public").id],
      networkSecurityGroupIds: [this.firewall.group.id],
      isDeleteProtectionEnabled: props.deletionProtected,
    });
    this.backendSet = this.createBackendSet(props.app);
    new LoadBalancerListener(this, "http", {
      name: "http",
      loadBalancerId: this.balancer.id,
      defaultBackendSetName: this.backendSet.name,
      port: 80,
      protocol: "HTTP",
    });
  }

  /** IPv4 address that visitors connect to. */
  get address(): string {
    return this.balancer.ipAddressDetails.get(0).ipAddress;
  }

  private createBackendSet({ port, healthPath }: WebApp): LoadBalancerBackendSet {
    return new LoadBalancerBackendSet(this, "servers", {
      name: "servers",
      loadBalancerId: this.balancer.id,
      policy: "ROUND_ROBIN",
      healthChecker: {
        protocol: "HTTP",
        port,
        urlPath: healthPath,
        returnCode: 200,
        intervalMs: 30_000,
        timeoutInMillis: 5_000,
        retries: 2,
      },
    });
  }
}
