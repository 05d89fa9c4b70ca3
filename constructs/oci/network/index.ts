export type { BastionOptions } from "./bastion";
export type { ExistingNetwork } from "./existing-network";
export { NetworkSecurityGroup } from "./network-security-group";
export { TieredNetwork, type TieredNetworkProps } from "./tiered-network";
