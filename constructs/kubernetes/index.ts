export { Exposure } from "./exposure";
export { logCollectorManifests, logCollectorNames } from "./log-collector";
export { kubernetesManifests, manifestList } from "./manifests";
export { servicePort, type WorkloadNames, workloadNames } from "./names";
export { type ArtifactDownload, nodeImage, Program } from "./program";
export { kubernetesVersion, okeVersion } from "./version";
export type {
  AddressBlock,
  ApiObject,
  EgressRule,
  PodIdentity,
  PodRole,
  WorkloadProps,
} from "./workload-props";
