import type { Controller, Seen } from "./fleet";
import { within } from "./target-tracking";

/** A rule of an autoscaling configuration. */
export interface Rule {
  readonly operator: "GT" | "GTE" | "LT" | "LTE";
  /** Average CPU in percent. */
  readonly percent: number;
  /** Minutes that it must hold. */
  readonly minutes: number;
  /** Servers that come, or go where it is negative. */
  readonly change: number;
}

/** Settings of an autoscaling configuration with a threshold policy. */
export interface ThresholdSettings {
  readonly min: number;
  readonly max: number;
  readonly rules: readonly Rule[];
  readonly coolDownSeconds: number;
}

const holds: Readonly<Record<Rule["operator"], (value: number, limit: number) => boolean>> = {
  GT: (value, limit) => value > limit,
  GTE: (value, limit) => value >= limit,
  LT: (value, limit) => value < limit,
  LTE: (value, limit) => value <= limit,
};

// From a launch to the state RUNNING, at the end of which the cool-down begins: an estimate.
const runningMinutes = 1;

/**
 * OCI's autoscaling by a threshold of CPU.
 *
 * - https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/autoscalinginstancepools.htm: the metric is the average over the pool, looked at
 *   each minute; a rule changes the size by its number, never beyond the capacity's limits.
 * - https://docs.oracle.com/en-us/iaas/api/#/en/autoscaling/latest/AutoScalingConfiguration: between two changes lie at least 300 seconds, which
 *   begin when the pool is RUNNING again.
 */
export class ThresholdPolicy implements Controller {
  private readonly held: number[];
  private quietMinutes = 0;

  constructor(private readonly settings: ThresholdSettings) {
    this.held = settings.rules.map(() => 0);
  }

  decide({ cpuPercent, copies }: Seen): number {
    const { rules, min, max, coolDownSeconds } = this.settings;
    rules.forEach(({ operator, percent }, index) => {
      this.held[index] = holds[operator](cpuPercent, percent) ? this.held[index]! + 1 : 0;
    });
    if (this.quietMinutes > 0) this.quietMinutes--;
    const found = rules.find((rule, index) => this.held[index]! >= rule.minutes);
    const wanted = within(copies + (found?.change ?? 0), min, max);
    if (this.quietMinutes > 0 || wanted === copies) return copies;
    this.quietMinutes = Math.ceil(coolDownSeconds / 60) + runningMinutes;
    this.held.fill(0);
    return wanted;
  }
}

/** A pool whose size nobody changes, or a clock that the simulation does not play. */
export class Fixed implements Controller {
  decide({ copies }: Seen): number {
    return copies;
  }
}
