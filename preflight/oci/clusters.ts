import { failure, ok, type Question } from "../question";
import { literal } from "../stack";
import type { OciAccount } from "./account";
import type { Deployment } from "./context";

/** Asks whether OKE makes clusters of the stack's version of Kubernetes: Oracle takes patches away again. */
export function kubernetesVersion({ stack }: Deployment): readonly Question<OciAccount>[] {
  const version = literal(stack.first("oci_containerengine_cluster")?.kubernetes_version);
  if (version === undefined) return [];
  return [
    {
      id: "kubernetes-version",
      asks: `Does OKE offer Kubernetes ${version}?`,
      needs: ["read clusters"],
      link: "https://docs.oracle.com/iaas/Content/ContEng/Concepts/contengaboutk8sversions.htm",
      answer: async ({ clusters, place }) => {
        const { compartmentId } = place;
        const { clusterOptions } = await clusters.getClusterOptions({
          clusterOptionId: "all",
          compartmentId,
        });
        const offered = clusterOptions.kubernetesVersions ?? [];
        if (offered.includes(version)) return ok(`OKE offers Kubernetes ${version}`);
        return failure(
          `OKE offers Kubernetes ${offered.join(", ") || "in no version"}, and not ${version}`,
          "set `okeVersion` in constructs/kubernetes/version.ts to one of those",
        );
      },
    },
  ];
}
