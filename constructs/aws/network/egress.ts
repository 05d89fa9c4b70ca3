/** Options of {@link Egress.endpoints} and {@link Egress.nat}. */
export interface EgressOptions {
  /**
   * Whether every zone gets its own, so that none depends on another. Costs as many times as much.
   *
   * @default false
   */
  readonly perZone?: boolean;
}

/** Routes of the web tier's servers to addresses outside the network: public IPv4 addresses, NAT gateways or VPC endpoints. */
export class Egress {
  /**
   * Private endpoints of exactly the AWS services that servers need, and no way to anywhere else. The safest.
   */
  static endpoints(options: EgressOptions = {}): Egress {
    return new Egress("endpoints", options.perZone ?? false);
  }

  /** NAT gateways: servers may open HTTPS connections to any address. */
  static nat(options: EgressOptions = {}): Egress {
    return new Egress("nat", options.perZone ?? false);
  }

  /**
   * Public addresses on the servers and a route to the internet gateway. The cheapest, and the least private: the
   * security group alone keeps visitors from going around the load balancer.
   */
  static publicAddresses(): Egress {
    return new Egress("public-addresses", false);
  }

  private constructor(
    /** Which way was chosen. */
    readonly kind: "endpoints" | "nat" | "public-addresses",
    /** Whether every zone has its own endpoint or NAT gateway. */
    readonly perZone: boolean,
  ) {}

  /** Picks the subnets that get an endpoint or a gateway out of those of a tier, one per zone. */
  of<T>(subnets: readonly T[]): readonly T[] {
    return this.perZone ? subnets : subnets.slice(0, 1);
  }
}
