import { CoreDefaultSecurityList } from "@cdktf/provider-oci/lib/core-default-security-list";
import { CoreInternetGateway } from "@cdktf/provider-oci/lib/core-internet-gateway";
import { CoreNatGateway } from "@cdktf/provider-oci/lib/core-nat-gateway";
import { CoreRouteTable, type CoreRouteTableRouteRules } from "@cdktf/provider-oci/lib/core-route-table";
import { CoreServiceGateway } from "@cdktf/provider-oci/lib/core-service-gateway";
import { CoreSubnet } from "@cdktf/provider-oci/lib/core-subnet";
import { CoreVcn } from "@cdktf/provider-oci/lib/core-vcn";
import { DataOciCoreServices } from "@cdktf/provider-oci/lib/data-oci-core-services";
import { DataOciIdentityAvailabilityDomains } from "@cdktf/provider-oci/lib/data-oci-identity-availability-domains";
import { Construct } from "constructs";
import { requireThat } from "../errors";
import { defaultCidrBlock, type PlannedSubnet, subnetPlan, type Tier } from "../subnet-plan";
import type * as contract from "../tiered-network";
import { checkNetworkProps } from "../tiered-network";
import type { Firewall } from "./firewall";
import { dnsLabel, physicalName } from "./names";

/** What a network on OCI can be told. */
export interface TieredNetworkProps extends contract.TieredNetworkProps {
  /** OCID of the compartment that holds everything, usually a Terraform variable. */
  readonly compartmentId: string;
  /** OCID of the tenancy: availability domains and dynamic groups belong to it. */
  readonly tenancyId: string;
  /** Region that the provider deploys to, such as `us-ashburn-1`. */
  readonly region: string;
}

/** A VCN with three regional subnets: `public`, `web` and `data`. */
export class TieredNetwork extends Construct implements contract.ITieredNetwork {
  readonly cidrBlock: string;
  /** Compartment that holds the network and all that stands in it. */
  readonly compartmentId: string;
  /** Tenancy that the compartment belongs to. */
  readonly tenancyId: string;
  /** Region that holds the network. */
  readonly region: string;
  /** The VCN itself. */
  readonly vcn: CoreVcn;
  /** The region's availability domains: three, or one in smaller regions. */
  readonly availabilityDomains: DataOciIdentityAvailabilityDomains;

  private readonly services: DataOciCoreServices;
  private readonly subnets = new Map<Tier, CoreSubnet>();

  constructor(scope: Construct, id: string, props: TieredNetworkProps) {
    super(scope, id);
    checkNetworkProps(this, props);
    this.checkPlace(props);
    this.cidrBlock = props.cidrBlock ?? defaultCidrBlock;
    this.compartmentId = props.compartmentId;
    this.tenancyId = props.tenancyId;
    this.region = props.region;

    this.availabilityDomains = new DataOciIdentityAvailabilityDomains(this, "availability-domains", {
      compartmentId: this.tenancyId,
    });
    this.services = new DataOciCoreServices(this, "services", {
      filter: [{ name: "name", values: ["All .* Services In Oracle Services Network"], regex: true }],
    });
    this.vcn = new CoreVcn(this, "vcn", {
      compartmentId: this.compartmentId,
      cidrBlocks: [this.cidrBlock],
      displayName: physicalName(this),
      dnsLabel: dnsLabel(id),
    });
    // OCI makes this list with SSH open to the world, and every subnet below has it; managed without rules it is
    // closed. A subnet with no list at all cannot be asked for: the provider does not send an empty `security_list_ids`.
    new CoreDefaultSecurityList(this, "default-security-list", {
      manageDefaultResourceId: this.vcn.defaultSecurityListId,
      displayName: `${physicalName(this)}-closed`,
    });
    this.createSubnets();
  }

  /** The subnet of a tier; it spans all availability domains. */
  subnetOf(tier: Tier): CoreSubnet {
    return this.subnets.get(tier)!;
  }

  /**
   * Lets the servers behind `client` reach what they need outside the network, by HTTPS alone.
   *
   * That is Oracle's own services through the service gateway: packages, artifact, secrets, identity and metrics all
   * come from there. A route to the internet through NAT exists, but no rule opens it.
   */
  allowEgress(client: Firewall): void {
    client.allowToServices(
      this.services.services.get(0).cidrBlock,
      443,
      "packages, artifact and secrets from Oracle services",
    );
  }

  private checkPlace({ compartmentId, tenancyId, region }: TieredNetworkProps): void {
    // The root compartment is the tenancy itself.
    requireThat(
      this,
      "compartmentId",
      compartmentId,
      "be the OCID of a compartment, such as ocid1.compartment.oc1..aaaa",
      (ocid) => /^ocid1\.(compartment|tenancy)\.[a-z0-9]+\.[a-z0-9-]*\.\S+$/.test(ocid),
    );
    requireThat(
      this,
      "tenancyId",
      tenancyId,
      "be the OCID of a tenancy, such as ocid1.tenancy.oc1..aaaa",
      (ocid) => /^ocid1\.tenancy\.[a-z0-9]+\.[a-z0-9-]*\.\S+$/.test(ocid),
    );
    requireThat(this, "region", region, "be a region's name such as us-ashburn-1", (name) =>
      /^[a-z]{2}(-[a-z]+)+-\d$/.test(name),
    );
  }

  private createSubnets(): void {
    const routes = this.createRoutes();
    for (const planned of subnetPlan(this.cidrBlock))
      this.subnets.set(planned.tier, this.createSubnet(planned, routes[planned.tier]));
  }

  private createSubnet({ tier, name, cidrBlock }: PlannedSubnet, routes: CoreRouteTable): CoreSubnet {
    const isPrivate = tier !== "public";
    return new CoreSubnet(this, name, {
      compartmentId: this.compartmentId,
      vcnId: this.vcn.id,
      cidrBlock,
      displayName: `${physicalName(this)}-${name}`,
      dnsLabel: dnsLabel(name),
      routeTableId: routes.id,
      securityListIds: [this.vcn.defaultSecurityListId],
      prohibitPublicIpOnVnic: isPrivate,
      prohibitInternetIngress: isPrivate,
    });
  }

  private createRoutes(): Record<Tier, CoreRouteTable> {
    const gateway = {
      compartmentId: this.compartmentId,
      vcnId: this.vcn.id,
      displayName: physicalName(this),
    };
    const internet = new CoreInternetGateway(this, "internet-gateway", { ...gateway, enabled: true });
    const nat = new CoreNatGateway(this, "nat-gateway", gateway);
    const { id: serviceId, cidrBlock: services } = this.services.services.get(0);
    const service = new CoreServiceGateway(this, "service-gateway", {
      ...gateway,
      services: [{ serviceId }],
    });

    const toServices: CoreRouteTableRouteRules = {
      destinationType: "SERVICE_CIDR_BLOCK",
      destination: services,
      networkEntityId: service.id,
      description: "Oracle services, without crossing the internet",
    };
    return {
      public: this.routeTable("public", [toAnywhere(internet.id, "visitors of the load balancer")]),
      web: this.routeTable("web", [toAnywhere(nat.id, "connections that servers open"), toServices]),
      data: this.routeTable("data", [toServices]),
    };
  }

  private routeTable(tier: Tier, routeRules: CoreRouteTableRouteRules[]): CoreRouteTable {
    return new CoreRouteTable(this, `${tier}-routes`, {
      compartmentId: this.compartmentId,
      vcnId: this.vcn.id,
      displayName: `${physicalName(this)}-${tier}`,
      routeRules,
    });
  }
}

function toAnywhere(networkEntityId: string, description: string): CoreRouteTableRouteRules {
  return { destinationType: "CIDR_BLOCK", destination: "0.0.0.0/0", networkEntityId, description };
}
