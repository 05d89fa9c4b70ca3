export { Egress } from "./egress";
export { PrivateDatabase, type PrivateDatabaseProps } from "./private-database";
export { PublicWebTier, type PublicWebTierProps } from "./public-web-tier";
export { TieredNetwork, type TieredNetworkProps } from "./tiered-network";
export { Zones } from "./zones";
