import type { HorizontalPodAutoscalerSpecV2 } from "cdk8s-plus-34/lib/imports/k8s";
import { Quantity } from "cdk8s-plus-34/lib/imports/k8s";
import { defaultServers } from "../public-web-tier";
import { workloadNames } from "./names";
import { cpuLimitMillis } from "./pod";
import type { WorkloadProps } from "./workload-props";

/** Percent of what a pod may compute that pods compute on average: as of servers. */
const cpuPercent = 60;

/**
 * Specification of the HorizontalPodAutoscaler. CPU is held against the pods' limit, not against their request: Node.js serves on one
 * thread, so a pod at its limit has no more to give, and one at its request has.
 */
export function autoscalerSpec({ app, pods = defaultServers }: WorkloadProps): HorizontalPodAutoscalerSpecV2 {
  const { web } = workloadNames(app);
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: web },
    minReplicas: pods.min,
    maxReplicas: pods.max,
    metrics: [
      {
        type: "Resource",
        resource: {
          name: "cpu",
          target: {
            type: "AverageValue",
            averageValue: Quantity.fromString(`${(cpuLimitMillis * cpuPercent) / 100}m`),
          },
        },
      },
    ],
    // A pod that goes drains for a minute; a crowd may be back by then.
    behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
  };
}
