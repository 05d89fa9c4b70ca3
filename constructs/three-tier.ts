import type { IPrivateDatabase } from "./private-database";
import type { IPublicWebTier } from "./public-web-tier";
import type { ITieredNetwork } from "./tiered-network";

/** The three tiers of a stack, on whichever cloud. */
export interface ThreeTier {
  /** The network that holds both other tiers. */
  readonly network: ITieredNetwork;
  /** The database behind the web tier. */
  readonly database: IPrivateDatabase;
  /** The application that visitors see. */
  readonly web: IPublicWebTier;
}
