import type { IPrivateDatabase } from "./private-database";
import type { IPublicWebTier } from "./public-web-tier";
import type { ITieredNetwork } from "./tiered-network";

/** What a stack exposes, whichever cloud it is on. */
export interface ThreeTier {
  /** The network that holds both other tiers. */
  readonly network: ITieredNetwork;
  /** The database behind the web tier. */
  readonly database: IPrivateDatabase;
  /** The application that visitors see. */
  readonly web: IPublicWebTier;
}
