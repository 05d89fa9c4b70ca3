import type { KubernetesWebTier } from "../../../../constructs/oci";
import { manifestsOf } from "../../../../proofs/aws/clusters";

/** All objects of a cluster. */
export const objects = ({ manifests }: KubernetesWebTier) =>
  manifestsOf({ output: { manifests: { value: manifests } } });

/** The first object of a kind. */
export const object = (web: KubernetesWebTier, kind: string) =>
  objects(web).find((one) => one.kind === kind)!;
