export { Exposure } from "./exposure";
export { pauseSeconds } from "./health-gate";
export { Https } from "./https";
export { shortestIdleSeconds } from "./load-balancer";
export { PublicWebTier } from "./public-web-tier";
export type { PublicWebTierProps } from "./public-web-tier-props";
export { type CpuScaling, Scaling, type Schedule, schedulesRule } from "./scaling";
export { type FlexibleSize, memoryPerOcpuGiB, Shape } from "./shape";
