export { CustomerKey } from "./account";
export {
  Egress,
  ExistingNetwork,
  type ExistingNetworkProps,
  type INetwork,
  TieredNetwork,
  type TieredNetworkProps,
  Zones,
} from "./network";
export { Https, PublicWebTier, type PublicWebTierProps } from "./web";
export { PrivateDatabase, type PrivateDatabaseProps } from "./database";
export { Monitoring, type MonitoringProps } from "./monitoring";
