import { manifestsOf } from "../../proofs/aws/clusters";
import type { Json, SynthesizedStack } from "../../proofs/synthesized";
import { PodAutoscaler, type PodAutoscalerSettings } from "./pod-autoscaler";

/** Pods of the app, as the manifests of a stack describe them. */
export interface Pods extends PodAutoscalerSettings {
  /** CPU that each requests, and that it uses at the most, in thousandths of a processor. */
  readonly requestMillis: number;
  readonly limitMillis: number;
  /** CPU that the stack's DaemonSets request on each node, in thousandths of a processor. */
  readonly daemonMillis: number;
  /** Seconds from one question of the startup probe to the next. */
  readonly probeSeconds: number;
  /** Whether each fetches the artifact before it starts. */
  readonly fetches: boolean;
}

/**
 * The pods of a stack with a cluster.
 *
 * @throws {RangeError} for an autoscaler that the simulation does not play
 */
export function podsOf(json: SynthesizedStack): Pods {
  const specs = (kind: string): Json[] =>
    manifestsOf(json)
      .filter((one) => one.kind === kind)
      .map((one) => one.spec);
  const spec = (kind: string) => specs(kind)[0]!;
  const scaler = spec("HorizontalPodAutoscaler");
  const pod = spec("Deployment").template.spec;
  const [container] = pod.containers;
  const [metric, ...others] = scaler.metrics;
  const target = metric.resource?.target;
  const { scaleDown = {}, ...otherBehavior } = scaler.behavior ?? {};
  const { stabilizationWindowSeconds: stabilizationSeconds = 300, ...otherRules } = scaleDown;
  const isPlayed = metric.resource?.name === "cpu" && target.type === "AverageValue" && others.length === 0;
  if (!isPlayed || Object.keys({ ...otherBehavior, ...otherRules }).length > 0)
    throw new RangeError(
      `the simulation plays an average value of CPU and a window before pods go, got ${JSON.stringify(scaler)}`,
    );
  return {
    min: scaler.minReplicas,
    max: scaler.maxReplicas,
    targetMillis: millisOf(target.averageValue),
    stabilizationSeconds,
    requestMillis: millisOf(container.resources.requests.cpu),
    limitMillis: millisOf(container.resources.limits.cpu),
    daemonMillis: specs("DaemonSet")
      .flatMap(({ template }): Json[] => template.spec.containers)
      .reduce((sum, { resources }) => sum + millisOf(resources.requests.cpu), 0),
    probeSeconds: container.startupProbe.periodSeconds,
    fetches: (pod.initContainers ?? []).length > 0,
  };
}

/** What a fleet has of its pods on both clouds. */
export function fleetOfPods(pods: Pods) {
  const { min, max, targetMillis, limitMillis } = pods;
  return {
    copy: "pod" as const,
    min,
    max,
    initial: min,
    scalesAbove: `${(100 * targetMillis) / limitMillis} % of a pod's CPU`,
    controller: () => new PodAutoscaler(pods),
  };
}

/** Thousandths of a processor in a quantity of Kubernetes, such as `250m` or `1`. */
function millisOf(quantity: string): number {
  return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) : 1_000 * Number(quantity);
}

/**
 * Pods that a node has room for by the CPU that they request.
 *
 * @param processors of the node; 6 % of the first and 1 % of the second are the kubelet's, as on EKS
 *   (https://github.com/weaveworks/eksctl/blob/v0.44.0-rc.0/pkg/nodebootstrap/reserved.go); for OKE no figures were found
 * @param systemMillis what pods of the system request on it
 */
export function roomOn(
  processors: number,
  systemMillis: number,
  { requestMillis, daemonMillis }: Pods,
): number {
  const kubeletMillis = 60 + 10 * Math.min(processors - 1, 1);
  const free = 1_000 * processors - kubeletMillis - systemMillis - daemonMillis;
  return Math.floor(free / requestMillis);
}
