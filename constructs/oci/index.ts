export { AdministratorPassword } from "./administrator-password";
export type { DatabaseCapacity, LongTermBackups } from "./database-options";
export { Exposure } from "./exposure";
export { Iam } from "./iam";
export { PrivateDatabase, type PrivateDatabaseProps } from "./private-database";
export { PublicWebTier, type PublicWebTierProps } from "./public-web-tier";
export type { ExistingVault } from "./secret-vault";
export { Shape } from "./shape";
export { TieredNetwork, type TieredNetworkProps } from "./tiered-network";
