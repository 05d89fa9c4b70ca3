import { CoreNetworkSecurityGroup } from "@cdktf/provider-oci/lib/core-network-security-group";
import {
  CoreNetworkSecurityGroupSecurityRule,
  type CoreNetworkSecurityGroupSecurityRuleConfig,
} from "@cdktf/provider-oci/lib/core-network-security-group-security-rule";
import type { TerraformMetaArguments } from "cdktf";
import { Construct } from "constructs";
import { pathWithinStack, requireThat } from "../../shared";
import { physicalName } from "../account";
import type { INetwork } from "./network";

/** Properties of {@link NetworkSecurityGroup}. */
export interface NetworkSecurityGroupProps {
  /** Network whose VCN it belongs to. */
  readonly network: INetwork;
}

type Peer = Omit<
  CoreNetworkSecurityGroupSecurityRuleConfig,
  "networkSecurityGroupId" | "protocol" | "tcpOptions" | "description" | "stateless"
>;

const anywhere = "0.0.0.0/0";

/** A network security group that lets nothing in or out until it is told to, one TCP port at a time or everything between two groups. */
export class NetworkSecurityGroup extends Construct {
  /** The network security group itself. */
  readonly group: CoreNetworkSecurityGroup;
  /** Its rules so far, for what must go before them. */
  readonly rules: CoreNetworkSecurityGroupSecurityRule[] = [];

  /** Puts `id` before the instances, load balancer or database that it protects. */
  constructor(scope: Construct, id: string, { network }: NetworkSecurityGroupProps) {
    super(scope, id);
    this.group = new CoreNetworkSecurityGroup(this, "group", {
      compartmentId: network.compartmentId,
      vcnId: network.vcnId,
      displayName: physicalName(this),
    });
  }

  /**
   * Opens one port from here to `server`: a rule out of this group and a rule into the other.
   *
   * @param description what the traffic is for, such as "health checks and visits"
   */
  allowTo(server: NetworkSecurityGroup, port: number, description: string): void {
    this.rule(`to-${pathWithinStack(server)}-${port}`, port, description, {
      direction: "EGRESS",
      destinationType: "NETWORK_SECURITY_GROUP",
      destination: server.group.id,
    });
    server.rule(`from-${pathWithinStack(this)}-${port}`, port, description, {
      direction: "INGRESS",
      sourceType: "NETWORK_SECURITY_GROUP",
      source: this.group.id,
    });
  }

  /**
   * Opens every protocol and port from here to `server`, for parts of a cluster: which ports they have is their own affair.
   *
   * @param description what the traffic is for
   */
  allowAllTo(server: NetworkSecurityGroup, description: string): void {
    this.rule(`to-${pathWithinStack(server)}-all`, "all", description, {
      direction: "EGRESS",
      destinationType: "NETWORK_SECURITY_GROUP",
      destination: server.group.id,
    });
    server.rule(`from-${pathWithinStack(this)}-all`, "all", description, {
      direction: "INGRESS",
      sourceType: "NETWORK_SECURITY_GROUP",
      source: this.group.id,
    });
  }

  /**
   * Opens one port from here to Oracle's own services through a service gateway.
   *
   * @param services label of the services, such as `all-iad-services-in-oracle-services-network`
   */
  allowToServices(services: string, port: number, description: string): void {
    this.rule(`to-services-${port}`, port, description, {
      direction: "EGRESS",
      destinationType: "SERVICE_CIDR_BLOCK",
      destination: services,
    });
  }

  /** Opens one port from here to any IPv4 address. */
  allowToInternet(port: number, description: string): void {
    this.rule(`to-internet-${port}`, port, description, {
      direction: "EGRESS",
      destinationType: "CIDR_BLOCK",
      destination: anywhere,
    });
  }

  /** Opens one port to a single IPv4 address. */
  allowFromAddress(address: string, port: number, description: string): void {
    this.rule(`from-address-${port}`, port, description, {
      direction: "INGRESS",
      sourceType: "CIDR_BLOCK",
      source: `${address}/32`,
    });
  }

  /** Opens one port to a block of IPv4 addresses. */
  allowFromBlock(block: string, port: number, description: string): void {
    this.rule(`from-${block.replace(/[./]/g, "-")}-${port}`, port, description, {
      direction: "INGRESS",
      sourceType: "CIDR_BLOCK",
      source: block,
    });
  }

  /**
   * Opens one port to visitors from any IPv4 address.
   *
   * @param meta what else Terraform is told of the rule
   * @returns the rule, for what must not come before it
   */
  allowFromInternet(
    port: number,
    description: string,
    meta: Pick<TerraformMetaArguments, "count" | "lifecycle"> = {},
  ): CoreNetworkSecurityGroupSecurityRule {
    return this.rule(`from-internet-${port}`, port, description, {
      direction: "INGRESS",
      sourceType: "CIDR_BLOCK",
      source: anywhere,
      ...meta,
    });
  }

  private rule(
    id: string,
    port: number | "all",
    description: string,
    peer: Peer,
  ): CoreNetworkSecurityGroupSecurityRule {
    requireThat(
      this,
      "description",
      description,
      "be 1 to 255 characters long",
      ({ length }) => length >= 1 && length <= 255,
    );
    const rule = new CoreNetworkSecurityGroupSecurityRule(this, id, {
      ...peer,
      networkSecurityGroupId: this.group.id,
      // OCI names protocols by their IANA number: this is TCP.
      ...(port === "all"
        ? { protocol: "all" }
        : { protocol: "6", tcpOptions: { destinationPortRange: { min: port, max: port } } }),
      stateless: false,
      description,
    });
    this.rules.push(rule);
    return rule;
  }
}
