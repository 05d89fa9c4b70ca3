export { type BastionOptions, bastionRule } from "./bastion";
export { moreCidrBlocksRule } from "./cidr-blocks";
export type { ExistingNetwork } from "./existing-network";
export { NetworkSecurityGroup } from "./network-security-group";
export { TieredNetwork, type TieredNetworkProps } from "./tiered-network";
