/** A port of a Service of type `LoadBalancer`. */
export interface ListenerPort {
  /** Its name, such as `https`. */
  readonly name: string;
  /** Port that the balancer listens on. */
  readonly port: number;
}

/** What a Service of type `LoadBalancer` is told of the balancer that the cloud makes for it. */
export interface BalancerOptions {
  /** Annotations that the cloud's controller reads. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Ports that it listens on. */
  readonly ports: readonly ListenerPort[];
  /**
   * Reserved address that it is to have; may be a token.
   *
   * @default - any
   */
  readonly address?: string;
  /**
   * Blocks that may connect.
   *
   * @default - anybody, as far as the cloud's own rules let them
   */
  readonly sourceRanges?: readonly string[];
}

/** How a balancer reaches pods. */
export class Exposure {
  /** By their own addresses: whoever binds the Service to a balancer is among the cloud's objects. */
  static podAddresses(): Exposure {
    return new Exposure(undefined);
  }

  /** By ports of nodes, from a balancer that the cloud makes for the Service. */
  static loadBalancer(options: BalancerOptions): Exposure {
    return new Exposure(options);
  }

  private constructor(
    /** The balancer that the cloud is to make, if any. */
    readonly balancer: BalancerOptions | undefined,
  ) {}
}
