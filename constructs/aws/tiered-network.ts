import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Fn } from "cdktf";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { requireThat } from "../errors";
import { defaultLogRetentionDays } from "../log-retention";
import { defaultCidrBlock, subnetPlan, type Tier } from "../subnet-plan";
import type * as contract from "../tiered-network";
import { checkNetworkProps } from "../tiered-network";
import type { CustomerKey } from "./customer-key";
import { Egress } from "./egress";
import type { Firewall } from "./firewall";
import { FlowLogs } from "./flow-logs";
import { NatGateways } from "./nat-gateways";
import type { INetwork } from "./network";
import { ServiceEndpoints } from "./service-endpoints";
import { Zones } from "./zones";

// The oldest zone of us-east-1, by another letter in each account: no instance type of this decade starts there.
const zonesWithoutServers = ["use1-az3"];

/** What a network on AWS can be told. */
export interface TieredNetworkProps extends contract.TieredNetworkProps {
  /** Region that the provider deploys to, such as `us-east-1`. */
  readonly region: string;
  /**
   * Availability zones to spread over.
   *
   * @default Zones.available(2)
   */
  readonly zones?: Zones;
  /**
   * How servers reach what lies outside the network.
   *
   * @default - `Egress.endpoints()`, per zone where the network is to be redundant
   */
  readonly egress?: Egress;
  /**
   * Key that encrypts flow logs.
   *
   * @default - the key that AWS keeps for CloudWatch Logs
   */
  readonly key?: CustomerKey | undefined;
}

/** A VPC with three subnets per zone: `public`, `web` and `data`. */
export class TieredNetwork extends Construct implements INetwork {
  readonly cidrBlock: string;
  /** Region that holds the network, such as `us-east-1`. */
  readonly region: string;
  /** The VPC itself. */
  readonly vpc: Vpc;
  /** Routes and endpoints that the load balancer must find when it is made, and a server when it boots. */
  readonly ready: ITerraformDependable[] = [];

  private readonly subnets = new Map<Tier, Subnet[]>();
  private readonly zones: Zones;
  private readonly egress: Egress;
  private readonly endpoints: ServiceEndpoints;

  constructor(scope: Construct, id: string, props: TieredNetworkProps) {
    super(scope, id);
    this.region = props.region;
    this.cidrBlock = props.cidrBlock ?? defaultCidrBlock;
    this.zones = props.zones ?? Zones.available();
    this.egress = props.egress ?? Egress.endpoints({ perZone: props.redundant ?? false });
    checkNetworkProps(this, props);
    this.checkPlace();

    this.vpc = new Vpc(this, "vpc", {
      cidrBlock: this.cidrBlock,
      // Private DNS of interface endpoints needs both.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: this.node.path },
    });
    // AWS makes this group with everything open inside; managed without rules it is closed.
    new DefaultSecurityGroup(this, "default-security-group", { vpcId: this.vpc.id });
    this.createSubnets();

    const webRouteTables = this.connectToInternet();
    this.endpoints = new ServiceEndpoints(this, "endpoints", {
      vpc: this.vpc,
      region: this.region,
      routeTables: webRouteTables,
      interfaceSubnets: this.egress.kind === "endpoints" ? this.onePerZoneOrOne(this.subnetsOf("web")) : [],
    });
    this.ready.push(...this.endpoints.resources);
    if (props.flowLogs) this.logFlows(props);
  }

  /** Subnets of a tier, one per zone, in alphabetical order of their zones. */
  subnetsOf(tier: Tier): readonly Subnet[] {
    return this.subnets.get(tier) ?? [];
  }

  /** Lets the servers behind `client` reach what they need outside the network, by HTTPS alone. */
  allowEgress(client: Firewall): void {
    this.endpoints.allowFrom(client);
    if (this.egress.kind !== "endpoints") client.allowToInternet(443, "AWS services and updates");
  }

  private logFlows({ logRetentionDays, key }: TieredNetworkProps): void {
    const retentionDays = logRetentionDays ?? defaultLogRetentionDays;
    new FlowLogs(this, "flow-logs", { vpc: this.vpc, retentionDays, key });
  }

  private checkPlace(): void {
    requireThat(this, "region", this.region, "be a region's name such as us-east-1", (region) =>
      /^[a-z]{2}(-[a-z]+)+-\d$/.test(region),
    );
    for (const { name } of this.zones.zones)
      if (name)
        requireThat(
          this,
          "zones",
          name,
          `lie in the region ${this.region}`,
          (zone) => zone.slice(0, -1) === this.region,
        );
  }

  private createSubnets(): void {
    const { zones } = this.zones;
    const names = this.zoneNames();
    const plan = subnetPlan(
      this.cidrBlock,
      zones.map((zone) => zone.letter),
    );
    plan.forEach((planned, index) => {
      const zone = zones[index % zones.length];
      const subnet = new Subnet(this, planned.name, {
        vpcId: this.vpc.id,
        cidrBlock: planned.cidrBlock,
        availabilityZone: names[index % zones.length]!,
        mapPublicIpOnLaunch: planned.tier === "web" && this.egress.kind === "public-addresses",
        tags: { Name: `${this.node.path}/${planned.name}` },
        // A zone that AWS opens later may move the others' positions; what stands stays.
        ...(zone?.name ? {} : { lifecycle: { ignoreChanges: ["availability_zone"] } }),
      });
      this.subnets.set(planned.tier, [...this.subnetsOf(planned.tier), subnet]);
    });
  }

  private zoneNames(): string[] {
    const { zones } = this.zones;
    if (zones.every((zone) => zone.name)) return zones.map((zone) => zone.name!);
    const available = new DataAwsAvailabilityZones(this, "zones", {
      state: "available",
      // Local zones and wavelength zones need an opt-in and offer neither ALB nor RDS everywhere.
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      excludeZoneIds: zonesWithoutServers,
    });
    return zones.map((_, index) => Fn.element(available.names, index) as string);
  }

  /** Gives each tier its routes. Returns the web tier's route tables. */
  private connectToInternet(): RouteTable[] {
    const internetGateway = new InternetGateway(this, "internet-gateway", {
      vpcId: this.vpc.id,
      tags: { Name: this.node.path },
    });
    const toInternet = { destinationCidrBlock: "0.0.0.0/0", gatewayId: internetGateway.id };
    const publicRoutes = this.routeTable("public", this.subnetsOf("public"));
    const publicRoute = new Route(this, "public-to-internet", {
      ...toInternet,
      routeTableId: publicRoutes.id,
    });
    this.ready.push(publicRoute);
    this.routeTable("data", this.subnetsOf("data"));

    if (this.egress.kind === "nat") return this.routeThroughNat(publicRoute);
    const webRoutes = this.routeTable("web", this.subnetsOf("web"));
    if (this.egress.kind === "public-addresses")
      this.ready.push(new Route(this, "web-to-internet", { ...toInternet, routeTableId: webRoutes.id }));
    return [webRoutes];
  }

  private routeThroughNat(publicRoute: Route): RouteTable[] {
    const gateways = new NatGateways(this, "nat", {
      subnets: this.onePerZoneOrOne(this.subnetsOf("public")),
      dependsOn: [publicRoute],
    }).gateways;
    return this.subnetsOf("web").map((subnet, index) => {
      const letter = this.zones.zones[index]!.letter;
      const routes = this.routeTable(`web-${letter}`, [subnet]);
      this.ready.push(
        new Route(this, `web-${letter}-to-nat`, {
          routeTableId: routes.id,
          destinationCidrBlock: "0.0.0.0/0",
          natGatewayId: gateways[index % gateways.length]!.id,
        }),
      );
      return routes;
    });
  }

  private onePerZoneOrOne(subnets: readonly Subnet[]): readonly Subnet[] {
    return this.egress.perZone ? subnets : subnets.slice(0, 1);
  }

  private routeTable(name: string, subnets: readonly Subnet[]): RouteTable {
    const table = new RouteTable(this, `${name}-routes`, {
      vpcId: this.vpc.id,
      tags: { Name: `${this.node.path}/${name}` },
    });
    for (const subnet of subnets) {
      const association = new RouteTableAssociation(this, `${subnet.node.id}-routed`, {
        routeTableId: table.id,
        subnetId: subnet.id,
      });
      this.ready.push(association);
    }
    return table;
  }
}
