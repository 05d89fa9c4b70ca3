import type { IConstruct } from "constructs";
import type { IPrivateDatabase } from "./private-database";
import type { ITieredNetwork } from "./tiered-network";
import type { WebApp } from "./web-app";

/** How many servers there are: never fewer than `min`, never more than `max`. */
export interface ServerCount {
  /** Servers that always run, 1 or more. */
  readonly min: number;
  /** Servers that run at the most, `min` or more. */
  readonly max: number;
}

/** What every cloud's web tier can be told. */
export interface PublicWebTierProps {
  /** Network whose public tier holds the load balancer and whose web tier holds the servers. */
  readonly network: ITieredNetwork;
  /** Database that the servers, and only they, are admitted to. */
  readonly database: IPrivateDatabase;
  /** What the servers run. */
  readonly app: WebApp;
  /**
   * How many servers there are.
   *
   * @default { min: 2, max: 4 }
   */
  readonly servers?: ServerCount;
  /**
   * Whether the load balancer refuses to be destroyed until this is set to false and applied.
   *
   * @default true
   */
  readonly deletionProtected?: boolean;
}

/** A web application behind a load balancer that sends visitors only to servers whose database answers. */
export interface IPublicWebTier extends IConstruct {
  /** Where a browser finds the application, such as `http://counter-123.us-east-1.elb.amazonaws.com`. */
  readonly url: string;
}
