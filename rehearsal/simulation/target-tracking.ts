import type { Controller, Seen } from "./fleet";

/** A policy of Auto Scaling that keeps the average of a metric. */
export interface Target {
  readonly metric: "cpu" | "requests";
  readonly value: number;
}

/** Settings of an Auto Scaling group's target tracking. */
export interface TargetTrackingSettings {
  readonly min: number;
  readonly max: number;
  readonly targets: readonly Target[];
  /** Seconds in service before a server counts in the group's averages, and lets others be removed. */
  readonly warmUpSeconds: number;
}

// The alarms that a target-tracking policy makes are of one-minute datapoints, 3 of 3 to add and 15 of 15 to remove, and cannot be
// changed: https://github.com/aws/containers-roadmap/issues/1208, https://github.com/aws/copilot-cli/issues/4233. AWS documents no numbers.
const minutesToAdd = 3;
const minutesToRemove = 15;
// The lower alarm of a group of servers stands at 70 % of the target, as accounts show it (50 and 35, 60 and 42).
const lowShare = 0.7;

/**
 * Auto Scaling's target tracking.
 *
 * - https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html: adds in proportion to the metric, removes more
 *   gradually; of several policies the one that wants most servers adds, and all must agree before any is removed; none is
 *   removed while another warms up.
 * - https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-default-instance-warmup.html: a server that warms up counts in no
 *   average of the group, and as capacity that is on its way.
 *
 * AWS does not say how gradually; here one server goes at a time, and the next after another 15 minutes.
 */
export class TargetTracking implements Controller {
  private readonly high: number[];
  private readonly low: number[];

  constructor(private readonly settings: TargetTrackingSettings) {
    this.high = settings.targets.map(() => 0);
    this.low = settings.targets.map(() => 0);
  }

  decide(seen: Seen): number {
    const { targets, min, max, warmUpSeconds } = this.settings;
    const warm = seen.inServiceSince(warmUpSeconds);
    const wanted = targets.map((target, index) => {
      const { value, over } = read(target, seen, warmUpSeconds);
      this.high[index] = value > target.value ? this.high[index]! + 1 : 0;
      this.low[index] = value < target.value * lowShare ? this.low[index]! + 1 : 0;
      return Math.ceil((over * value) / target.value - 1e-9);
    });
    const adding = wanted.filter((_, index) => this.high[index]! >= minutesToAdd);
    if (adding.length > 0) return within(Math.max(seen.copies, ...adding), min, max);
    const mayRemove = this.low.every((minutes) => minutes >= minutesToRemove) && warm === seen.copies;
    if (!mayRemove || Math.max(...wanted) >= seen.copies) return within(seen.copies, min, max);
    this.low.fill(0);
    return within(seen.copies - 1, min, max);
  }
}

/** The metric, and the number of servers that it is the average of. */
function read({ metric }: Target, seen: Seen, warmUpSeconds: number): { value: number; over: number } {
  return metric === "cpu"
    ? { value: seen.cpuPercentSince(warmUpSeconds), over: seen.inServiceSince(warmUpSeconds) }
    : { value: seen.requestsPerCopy, over: seen.inServiceSince(0) };
}

/** A number that neither lies below the least nor above the most. */
export function within(wanted: number, min: number, max: number): number {
  return Math.min(Math.max(wanted, min), max);
}
