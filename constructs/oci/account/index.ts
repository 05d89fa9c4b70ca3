export { beforeChanges } from "./before-changes";
export { Iam } from "./iam";
export { dnsLabel, physicalName, shortDigest, tenancyWideName } from "./names";
export { createdIf, isGiven } from "./optional-resource";
export type { Place } from "./place";
export { realmDomain } from "./realm";
export { isOfRegion } from "./region-of";
export { type ExistingVault, SecretVault } from "./secret-vault";
export { type Notice, ServerIdentity } from "./server-identity";
