export {
  AdministratorPassword,
  type DatabaseCapacity,
  type LongTermBackups,
  PrivateDatabase,
  type PrivateDatabaseProps,
} from "./database";
export {
  type CpuScaling,
  Exposure,
  type FlexibleSize,
  Https,
  memoryPerOcpuGiB,
  PublicWebTier,
  type PublicWebTierProps,
  Scaling,
  type Schedule,
  Shape,
} from "./web";
export { type BastionOptions, type ExistingNetwork, TieredNetwork, type TieredNetworkProps } from "./network";
export { type ExistingVault, Iam } from "./account";
