export { apiAddressesRule } from "./cluster-access";
export { imageRule } from "./image";
export { KubernetesWebTier } from "./kubernetes-web-tier";
export type { KubernetesWebTierProps } from "./kubernetes-web-tier-props";
export { apiPort } from "./ports";
