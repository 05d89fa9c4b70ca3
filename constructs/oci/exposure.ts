/** Options of {@link Exposure.loadBalancer}. */
export interface LoadBalancerOptions {
  /**
   * Bandwidth in Mbps, 10 to 8000. A tenancy's first 10 Mbps are free.
   *
   * @default 10
   */
  readonly bandwidthMbps?: number;
}

/** How visitors reach the servers. */
export class Exposure {
  /**
   * Through a load balancer on port 80, before servers without public addresses.
   *
   * @throws {RangeError} when the bandwidth is out of range
   */
  static loadBalancer({ bandwidthMbps = 10 }: LoadBalancerOptions = {}): Exposure {
    if (!Number.isInteger(bandwidthMbps) || bandwidthMbps < 10 || bandwidthMbps > 8000)
      throw new RangeError(`\`bandwidthMbps\` must be a whole number from 10 to 8000, got ${bandwidthMbps}`);
    return new Exposure("load-balancer", bandwidthMbps);
  }

  /**
   * Directly: one server with a public address, open on the app's port and no other. Oracle's article has this shape.
   * The server's address changes whenever it is replaced, and while it is replaced nobody answers.
   */
  static singlePublicServer(): Exposure {
    return new Exposure("single-public-server", 0);
  }

  private constructor(
    /** Which way was chosen. */
    readonly kind: "load-balancer" | "single-public-server",
    /** Bandwidth of the load balancer in Mbps, where there is one. */
    readonly bandwidthMbps: number,
  ) {}
}
