import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { Tier } from "../../shared";
import { destroyedLast } from "../account";
import type { Egress } from "./egress";
import { NatGateways } from "./nat-gateways";

/** Properties of {@link Routes}. */
export interface RoutesProps {
  /** VPC that they belong to. */
  readonly vpc: Vpc;
  /** Subnets of each tier, one per zone. */
  readonly subnets: ReadonlyMap<Tier, readonly Subnet[]>;
  /** Routes of servers to addresses outside the network. */
  readonly egress: Egress;
}

const anywhere = "0.0.0.0/0";

/** The route tables of the three tiers: `public` leads to the internet, `web` where its egress leads, `data` nowhere. */
export class Routes {
  /** The web tier's tables; {@link Routes.leadWebTier} hands them to its subnets. */
  readonly web: readonly RouteTable[];
  /** Resources that must exist before any address outside can be reached. */
  readonly resources: ITerraformDependable[] = [];

  private readonly gateway: InternetGateway;
  private readonly webRoutes: Route[] = [];

  /**
   * Creates them.
   *
   * @param network construct that they become part of
   * @param props what they must be told
   */
  constructor(
    private readonly network: Construct,
    private readonly props: RoutesProps,
  ) {
    this.gateway = new InternetGateway(network, "internet-gateway", {
      vpcId: props.vpc.id,
      tags: { Name: network.node.path },
    });
    const publicTable = this.table("public");
    const toInternet = this.leadToInternet("public", publicTable);
    this.associate(publicTable, this.subnetsOf("public"));
    this.associate(this.table("data"), this.subnetsOf("data"));
    this.web = props.egress.kind === "nat" ? this.webByNat(toInternet) : [this.webWithoutNat()];
  }

  /**
   * Hands the web tier's subnets their tables, which lead somewhere by then.
   *
   * @param after what else must be there before a subnet that had another way changes to this one
   */
  leadWebTier(after: readonly ITerraformDependable[]): RouteTableAssociation[] {
    const dependsOn = [...this.webRoutes, ...after];
    return this.subnetsOf("web").flatMap((subnet, index) =>
      this.associate(this.web[index % this.web.length]!, [subnet], dependsOn),
    );
  }

  private subnetsOf(tier: Tier): readonly Subnet[] {
    return this.props.subnets.get(tier) ?? [];
  }

  private webWithoutNat(): RouteTable {
    const table = this.table("web");
    if (this.props.egress.kind === "public-addresses") this.webRoutes.push(this.leadToInternet("web", table));
    return table;
  }

  private webByNat(toInternet: Route): RouteTable[] {
    const { gateways } = new NatGateways(this.network, "nat", {
      subnets: this.props.egress.of(this.subnetsOf("public")),
      dependsOn: [toInternet],
    });
    return this.subnetsOf("web").map((subnet, index) => {
      const table = this.table(subnet.node.id);
      const natGatewayId = gateways[index % gateways.length]!.id;
      this.webRoutes.push(this.route(`${subnet.node.id}-to-nat`, { routeTableId: table.id, natGatewayId }));
      return table;
    });
  }

  private leadToInternet(name: string, { id }: RouteTable): Route {
    return this.route(`${name}-to-internet`, { routeTableId: id, gatewayId: this.gateway.id });
  }

  private route(
    name: string,
    way: { readonly routeTableId: string; readonly gatewayId?: string; readonly natGatewayId?: string },
  ): Route {
    const route = new Route(this.network, name, {
      ...way,
      destinationCidrBlock: anywhere,
      lifecycle: destroyedLast,
    });
    this.resources.push(route);
    return route;
  }

  private table(name: string): RouteTable {
    const { network } = this;
    return new RouteTable(network, `${name}-routes`, {
      vpcId: this.props.vpc.id,
      tags: { Name: `${network.node.path}/${name}` },
      lifecycle: destroyedLast,
    });
  }

  private associate(
    table: RouteTable,
    subnets: readonly Subnet[],
    dependsOn: ITerraformDependable[] = [],
  ): RouteTableAssociation[] {
    const associations = subnets.map(
      (subnet) =>
        new RouteTableAssociation(this.network, `${subnet.node.id}-routed`, {
          routeTableId: table.id,
          subnetId: subnet.id,
          ...(dependsOn.length > 0 && { dependsOn }),
        }),
    );
    this.resources.push(...associations);
    return associations;
  }
}
