import { checkReason, requireValue } from "../../shared";
import type { Https } from "./https";

/** Bandwidths of a flexible load balancer, in Mbps: https://docs.oracle.com/en-us/iaas/Content/Balance/Tasks/managingloadbalancer.htm. */
export const bandwidthLimits = { min: 10, max: 8000 };

/** Options of {@link Exposure.loadBalancer}. */
export interface LoadBalancerOptions {
  /** Encryption between visitors and the load balancer, or the reason why there is none. */
  readonly https: Https;
  /**
   * Bandwidth in Mbps, 10 to 8000. A tenancy's first 10 Mbps are free.
   *
   * @default 10
   */
  readonly bandwidthMbps?: number;
}

/** The way of visitors to the servers: a load balancer, or a single public server. */
export class Exposure {
  /**
   * Through a load balancer on port 80 and, with a certificate, 443, before servers without public addresses.
   *
   * @throws {RefusedValue} when the bandwidth is out of range
   */
  static loadBalancer({ https, bandwidthMbps = bandwidthLimits.min }: LoadBalancerOptions): Exposure {
    requireValue(
      "bandwidthMbps",
      bandwidthMbps,
      `be a whole number from ${bandwidthLimits.min} to ${bandwidthLimits.max}`,
      (mbps) => Number.isInteger(mbps) && mbps >= bandwidthLimits.min && mbps <= bandwidthLimits.max,
    );
    return new Exposure({ kind: "load-balancer", https, bandwidthMbps });
  }

  /**
   * Directly: one server with a public address, open on the app's port and no other. Oracle's article has this shape.
   * Visits are not encrypted. The server's address changes whenever it is replaced, and while it is nobody answers.
   *
   * @param given why that is acceptable, in a sentence
   * @throws {RefusedValue} for a reason of less than 20 characters
   */
  static singlePublicServer(given: {
    /** Reason why plain HTTP is acceptable, in a sentence. */
    readonly reason: string;
  }): Exposure {
    checkReason(given.reason);
    return new Exposure({ kind: "single-public-server" });
  }

  private constructor(
    /** Which way was chosen, and what it takes. */
    readonly choice:
      | { readonly kind: "load-balancer"; readonly https: Https; readonly bandwidthMbps: number }
      | { readonly kind: "single-public-server" },
  ) {}
}
