import type { PublicWebTierProps } from "../web";
import type { ClusterAccess } from "./cluster-access";

/** Properties of {@link KubernetesWebTier}: those of servers, where a node has them too. */
export interface KubernetesWebTierProps extends Omit<
  PublicWebTierProps,
  "secureBoot" | "scaling" | "bootVolumeBackups"
> {
  /** Networks that may ask the Kubernetes API, beside nodes, pods and sessions of the network's bastion. */
  readonly access: ClusterAccess;
  /**
   * Image of the app by its digest, such as `ocir.us-ashburn-1.oci.oraclecloud.com/namespace/counter@sha256:…`.
   *
   * @default - Node's own image out of the tier's repository, and the artifact that servers get
   */
  readonly image?: string;
}
