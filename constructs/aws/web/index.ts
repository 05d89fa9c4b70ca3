export { type CloudWatchAppMetrics, statisticOf } from "./app-metrics";
export { firstBootSeconds } from "./first-boot";
export { certificateArnRule, domainNameRule, hostedZoneIdRule, Https } from "./https";
export { LoadBalancer } from "./load-balancer";
export { balancerMetrics, databaseMetrics, serverMetrics, targetMetrics } from "./metrics";
export { PublicWebTier, type PublicWebTierProps } from "./public-web-tier";
