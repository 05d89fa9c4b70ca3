export { boundRoles, CustomerKey, permissionsBoundaryRule } from "./account";
export {
  administratorRule,
  apiAddressesRule,
  clusterServices,
  imageRule,
  KubernetesWebTier,
  type KubernetesWebTierProps,
} from "./kubernetes";
export {
  Egress,
  ExistingNetwork,
  type ExistingNetworkProps,
  type INetwork,
  TieredNetwork,
  type TieredNetworkProps,
  Zones,
  zonesRule,
} from "./network";
export {
  certificateArnRule,
  domainNameRule,
  hostedZoneIdRule,
  Https,
  PublicWebTier,
  type PublicWebTierProps,
} from "./web";
export { PrivateDatabase, type PrivateDatabaseProps } from "./database";
export { isTopicArn, Monitoring, type MonitoringProps, topicArnRule } from "./monitoring";
