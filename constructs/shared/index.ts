export { type Postcondition, refuseOther } from "./deployed-value";
export { cpuOfServers } from "./cpu";
export { checkEntryPoint } from "./entry-point";
export { ConstructError, RefusedValue, requireThat, requireValue } from "./errors";
export {
  drainSeconds,
  healthCheckIntervalSeconds,
  healthCheckThreshold,
  healthCheckTimeoutSeconds,
} from "./health-check";
export {
  checkDomainName,
  checkReason,
  domainNameRule,
  reasonRule,
  strictTransportSecurity,
} from "./https-checks";
export type { Ingress } from "./ingress";
export { ipv4Block, isPrivateBlock, overlap, privateBlockRule } from "./ipv4";
export { checkLogRetention, defaultLogRetentionDays } from "./log-retention";
export { pathWithinStack, physicalName } from "./names";
export { operand } from "./operand";
export { emailRule, isEmail, isRegionName, regionRule } from "./rules";
export {
  cidrBlockRule,
  defaultCidrBlock,
  isCidrBlock,
  type PlannedSubnet,
  subnetPlan,
  type Tier,
  zoneLetters,
} from "./subnet-plan";
export { TerraformData } from "./terraform-data";
