export { Egress } from "./egress";
export { ExistingNetwork, type ExistingNetworkProps } from "./existing-network";
export type { INetwork } from "./network";
export { SecurityGroup } from "./security-group";
export { TieredNetwork, type TieredNetworkProps } from "./tiered-network";
export { Zones, zonesRule } from "./zones";
