export {
  AdministratorPassword,
  contactsRule,
  hostNameRule,
  type DatabaseCapacity,
  type LongTermBackups,
  PrivateDatabase,
  type PrivateDatabaseProps,
} from "./database";
export {
  type CpuScaling,
  bandwidthLimits,
  Exposure,
  type FlexibleSize,
  Https,
  memoryPerOcpuGiB,
  PublicWebTier,
  type PublicWebTierProps,
  Scaling,
  type Schedule,
  schedulesRule,
  Shape,
} from "./web";
export {
  type BastionOptions,
  bastionRule,
  type ExistingNetwork,
  moreCidrBlocksRule,
  TieredNetwork,
  type TieredNetworkProps,
} from "./network";
export {
  apiAddressesRule,
  apiPort,
  imageRule,
  KubernetesWebTier,
  type KubernetesWebTierProps,
} from "./kubernetes";
export { type ExistingVault, Iam } from "./account";
export { budgetRule } from "./monitoring";
