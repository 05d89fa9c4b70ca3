import type { Controller, Seen } from "./fleet";
import { within } from "./target-tracking";

/** Settings of a HorizontalPodAutoscaler that keeps an average of CPU. */
export interface PodAutoscalerSettings {
  readonly min: number;
  readonly max: number;
  /** CPU that pods use on average, in thousandths of a processor: a target of the type `AverageValue`. */
  readonly targetMillis: number;
  /** Seconds whose highest recommendation holds before any pod goes. */
  readonly stabilizationSeconds: number;
}

/** Seconds between two decisions: `--horizontal-pod-autoscaler-sync-period`. */
export const syncSeconds = 15;
// `--horizontal-pod-autoscaler-tolerance`.
const tolerance = 0.1;
// `behavior.scaleUp` where a manifest has none: as many pods again or four, whichever is more, in 15 seconds.
const mostAdded = (pods: number) => Math.max(2 * pods, pods + 4);

/**
 * Kubernetes' HorizontalPodAutoscaler.
 *
 * - https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/: the number of pods by the ratio of the metric to
 *   its target, rounded up; nothing within the tolerance; a pod that is not ready computes nothing while others are to come, and is left
 *   out while some are to go; of the recommendations of the stabilization window the highest holds before any pod goes.
 * - https://github.com/kubernetes/kubernetes/pull/117121: metrics-server asks kubelets each 15 seconds, so what is decided by is one period
 *   old.
 */
export class PodAutoscaler implements Controller {
  private readonly recommended: number[] = [];
  private known: Seen | undefined;

  constructor(private readonly settings: PodAutoscalerSettings) {}

  decide(seen: Seen): number {
    const { min, max, stabilizationSeconds } = this.settings;
    const usage = this.known?.processorPercent ?? seen.processorPercent;
    this.known = seen;
    const wanted = this.recommendation(usage, seen);
    this.recommended.push(wanted);
    if (this.recommended.length > stabilizationSeconds / syncSeconds) this.recommended.shift();
    const stable = wanted < seen.copies ? Math.min(seen.copies, Math.max(...this.recommended)) : wanted;
    return within(Math.min(stable, mostAdded(seen.copies)), min, max);
  }

  /** The number that the metric asks for, before anything slows it down. */
  private recommendation(percent: number, { copies, inServiceSince }: Seen): number {
    const ready = inServiceSince(0);
    const ratio = (10 * percent) / this.settings.targetMillis;
    if (ready === copies || ratio <= 1) return isNear(ratio) ? copies : Math.ceil(ratio * ready - 1e-9);
    const diluted = (ratio * ready) / copies;
    return isNear(diluted) || diluted < 1 ? copies : Math.ceil(diluted * copies - 1e-9);
  }
}

function isNear(ratio: number): boolean {
  return Math.abs(ratio - 1) <= tolerance;
}
