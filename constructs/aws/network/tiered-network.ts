import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import type { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { dependable, Fn } from "cdktf";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import {
  defaultCidrBlock,
  defaultLogRetentionDays,
  isRegionName,
  regionRule,
  type Postcondition,
  refuseOther,
  requireThat,
  subnetPlan,
  type Tier,
} from "../../shared";
import type * as contract from "../../tiered-network";
import { checkNetworkProps } from "../../tiered-network";
import type { CustomerKey } from "../account";
import { Egress } from "./egress";
import type { SecurityGroup } from "./security-group";
import { FlowLogs } from "./flow-logs";
import type { INetwork } from "./network";
import { checkZones, keepZones } from "./plan-checks";
import { Routes } from "./routes";
import { serverServices, ServiceEndpoints } from "./service-endpoints";
import { Zones } from "./zones";

// The oldest zone of us-east-1, by another letter in each account: no instance type of this decade starts there.
const zonesWithoutServers = ["use1-az3"];

/** Properties of {@link TieredNetwork}. */
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
   * Egress: the way of servers to addresses outside the network.
   *
   * @default - `Egress.endpoints()`, per zone where the network is to be redundant
   */
  readonly egress?: Egress;
  /**
   * Services of AWS that get a private endpoint where the way out is one, such as `secretsmanager`; S3 always does.
   *
   * @default - what servers of {@link PublicWebTier} call
   */
  readonly services?: readonly string[];
  /**
   * Whether flow logs refuse to be destroyed until this is set to false and applied.
   *
   * @default true
   */
  readonly deletionProtected?: boolean;
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
  /** Routes of servers to addresses outside the network. */
  readonly egress: Egress;
  /** The VPC itself. */
  readonly vpc: Vpc;
  /** Routes and endpoints that the load balancer must find when it is made, and a server when it boots. */
  readonly ready: readonly ITerraformDependable[];

  private readonly subnets = new Map<Tier, Subnet[]>();
  private readonly zones: Zones;
  private associations: readonly RouteTableAssociation[] = [];
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
      lifecycle: {
        ignoreChanges: ["cidr_block"],
        postcondition: [
          refuseOther({
            option: "cidrBlock",
            deployed: "self.cidr_block",
            wanted: JSON.stringify(this.cidrBlock),
          }),
        ],
      },
    });
    // AWS makes this group with everything open inside; managed without rules it is closed.
    new DefaultSecurityGroup(this, "default-security-group", { vpcId: this.vpc.id });
    this.createSubnets();
    keepZones(
      this,
      this.vpc,
      this.zones.zones.map(({ letter }) => letter),
    );

    const routes = new Routes(this, { vpc: this.vpc, subnets: this.subnets, egress: this.egress });
    // Whoever comes from another way out is never without one: NAT leads to S3 as well, so subnets get its routes before the
    // endpoint leaves their former table; any other way needs the endpoints before it takes subnets from NAT.
    const byNat = this.egress.kind === "nat";
    if (byNat) this.associations = routes.leadWebTier([]);
    this.endpoints = new ServiceEndpoints(this, "endpoints", {
      vpc: this.vpc,
      region: this.region,
      routeTables: routes.web,
      services: props.services ?? serverServices,
      interfaceSubnets: this.egress.kind === "endpoints" ? this.egress.of(this.subnetsOf("web")) : [],
      after: this.associations,
    });
    if (!byNat) this.associations = routes.leadWebTier(this.endpoints.resources);
    this.ready = [...routes.resources, ...this.endpoints.resources];
    if (props.flowLogs) this.logFlows(props);
  }

  /** Subnets of a tier, one per zone, in alphabetical order of their zones. */
  subnetsOf(tier: Tier): readonly Subnet[] {
    return this.subnets.get(tier) ?? [];
  }

  /** Lets the servers behind `client` reach what they need outside the network, by HTTPS alone. */
  allowEgress(client: SecurityGroup): void {
    const before = client.rules.length;
    if (this.egress.kind !== "endpoints") client.allowToInternet(443, "AWS services and updates");
    const toInternet = client.rules.length;
    this.endpoints.allowFrom(client);
    // A way that the security groups let nobody go is none. With NAT the endpoint, and its rule with it, come after the associations.
    const end = this.egress.kind === "nat" ? toInternet : undefined;
    const rules = client.rules.slice(before, end).map((rule) => dependable(rule));
    for (const association of this.associations)
      association.dependsOn = [...(association.dependsOn ?? []), ...rules];
  }

  private logFlows({ logRetentionDays, deletionProtected = true, key }: TieredNetworkProps): void {
    const retentionDays = logRetentionDays ?? defaultLogRetentionDays;
    new FlowLogs(this, "flow-logs", { vpc: this.vpc, retentionDays, deletionProtected, key });
  }

  private checkPlace(): void {
    requireThat(this, "region", this.region, regionRule, isRegionName);
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
        lifecycle: {
          // A zone that AWS opens later may move the others' positions; what stands stays.
          ignoreChanges: ["availability_zone"],
          ...(zone?.name && { postcondition: [sameZone(zone.name)] }),
        },
      });
      this.subnets.set(planned.tier, [...this.subnetsOf(planned.tier), subnet]);
    });
  }

  private zoneNames(): string[] {
    const { zones } = this.zones;
    if (zones.every((zone) => zone.name)) {
      const names = zones.map((zone) => zone.name!);
      checkZones(this, this.region, names);
      return names;
    }
    const available = new DataAwsAvailabilityZones(this, "zones", {
      state: "available",
      // Local zones and wavelength zones need an opt-in and offer neither ALB nor RDS everywhere.
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      excludeZoneIds: zonesWithoutServers,
    });
    return zones.map((_, index) => Fn.element(available.names, index) as string);
  }
}

function sameZone(name: string): Postcondition {
  const [deployed, wanted] = ["self.availability_zone", JSON.stringify(name)];
  return refuseOther({ option: "zones", key: "awsZones", deployed, wanted });
}
