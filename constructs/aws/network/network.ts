import type { ITerraformDependable } from "cdktf";
import type { Tier } from "../../shared";
import type { ITieredNetwork } from "../../tiered-network";
import type { Egress } from "./egress";
import type { SecurityGroup } from "./security-group";

/** The VPC as database and web tier see it, created here or adopted. */
export interface INetwork extends ITieredNetwork {
  /** Region that holds the network, such as `us-east-1`. */
  readonly region: string;
  /** The VPC itself. */
  readonly vpc: {
    /** Its identifier. */
    readonly id: string;
  };
  /**
   * Egress: the way of servers to addresses outside; another one replaces them.
   *
   * @default - as the owner of the network has it
   */
  readonly egress?: Egress;
  /** Routes and endpoints that the load balancer must find when it is made, and a server when it boots. */
  readonly ready: readonly ITerraformDependable[];
  /** Subnets of a tier, two or more in different zones. */
  subnetsOf(tier: Tier): readonly {
    /** Its identifier. */
    readonly id: string;
    /**
     * Its addresses.
     *
     * @default - some of the network's
     */
    readonly cidrBlock?: string;
  }[];
  /** Lets the servers behind `client` reach what they need outside the network, by HTTPS alone. */
  allowEgress(client: SecurityGroup): void;
}
