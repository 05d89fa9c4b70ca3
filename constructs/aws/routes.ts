import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { Tier } from "../subnet-plan";
import type { Egress } from "./egress";
import { NatGateways } from "./nat-gateways";

/** What routes must be told. */
export interface RoutesProps {
  /** VPC that they belong to. */
  readonly vpc: Vpc;
  /** Subnets of each tier, one per zone. */
  readonly subnets: ReadonlyMap<Tier, readonly Subnet[]>;
  /** How servers reach what lies outside the network. */
  readonly egress: Egress;
}

const anywhere = "0.0.0.0/0";

/** Which tier leads where: `public` to the internet, `web` as its egress says, `data` nowhere. */
export class Routes {
  /** The web tier's tables. */
  readonly web: readonly RouteTable[];
  /** What must be there before anything can be reached. */
  readonly resources: ITerraformDependable[] = [];

  private readonly gateway: InternetGateway;

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
    const toInternet = this.leadToInternet("public", this.table("public", this.subnetsOf("public")));
    this.table("data", this.subnetsOf("data"));
    this.web = props.egress.kind === "nat" ? this.webByNat(toInternet) : [this.webWithoutNat()];
  }

  private subnetsOf(tier: Tier): readonly Subnet[] {
    return this.props.subnets.get(tier) ?? [];
  }

  private webWithoutNat(): RouteTable {
    const table = this.table("web", this.subnetsOf("web"));
    if (this.props.egress.kind === "public-addresses") this.leadToInternet("web", table);
    return table;
  }

  private webByNat(toInternet: Route): RouteTable[] {
    const { gateways } = new NatGateways(this.network, "nat", {
      subnets: this.props.egress.of(this.subnetsOf("public")),
      dependsOn: [toInternet],
    });
    return this.subnetsOf("web").map((subnet, index) => {
      const table = this.table(subnet.node.id, [subnet]);
      const natGatewayId = gateways[index % gateways.length]!.id;
      this.route(`${subnet.node.id}-to-nat`, { routeTableId: table.id, natGatewayId });
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
    const route = new Route(this.network, name, { ...way, destinationCidrBlock: anywhere });
    this.resources.push(route);
    return route;
  }

  private table(name: string, subnets: readonly Subnet[]): RouteTable {
    const { network } = this;
    const table = new RouteTable(network, `${name}-routes`, {
      vpcId: this.props.vpc.id,
      tags: { Name: `${network.node.path}/${name}` },
    });
    for (const subnet of subnets) {
      const routed = new RouteTableAssociation(network, `${subnet.node.id}-routed`, {
        routeTableId: table.id,
        subnetId: subnet.id,
      });
      this.resources.push(routed);
    }
    return table;
  }
}
