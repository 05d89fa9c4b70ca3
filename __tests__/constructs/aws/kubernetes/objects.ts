import type { KubernetesWebTier } from "../../../../constructs/aws";
import { manifestsOf } from "../../../../proofs/aws/clusters";

/** The first object of a kind, but for those of the collector of logs. */
export function object(web: KubernetesWebTier, kind: string) {
  return objects(web).find((one) => one.kind === kind && !ofCollector(one))!;
}

/** All objects of a cluster. */
export const objects = (web: KubernetesWebTier) =>
  manifestsOf({ output: { manifests: { value: web.manifests } } });

const ofCollector = ({ kind, metadata }: ReturnType<typeof objects>[number]) =>
  (kind === "Namespace" ? (metadata.name as string) : String(metadata.namespace)).endsWith("-logs");

/** The DaemonSet that ships logs of pods. */
export const collectorOf = (web: KubernetesWebTier) => objects(web).find(({ kind }) => kind === "DaemonSet")!;
