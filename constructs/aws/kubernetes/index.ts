export { administratorRule, apiAddressesRule } from "./cluster-access";
export { clusterServices, KubernetesWebTier } from "./kubernetes-web-tier";
export { type KubernetesWebTierProps } from "./kubernetes-web-tier-props";
export { imageRule } from "./image";
