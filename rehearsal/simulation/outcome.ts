import type { Fleet } from "./fleet";
import { play, type Sample } from "./play";
import { dayOfMonth, type Scenario } from "./scenarios";

/** Milliseconds within which 99 of 100 visitors are to be answered. */
export const goalMs = 100;

/** Outcome of a scenario on one stack. */
export interface Outcome {
  readonly stack: string;
  readonly samples: readonly Sample[];
  /** Servers or pods at the most, and machines that were paid for at the most. */
  readonly mostCopies: number;
  readonly mostMachines: number;
  readonly worstP99Ms: number;
  /** Minutes in which the goal was missed or somebody was turned away. */
  readonly minutesMissed: number;
  /** Requests turned away, in percent of all. */
  readonly turnedAwayPercent: number;
  /** Connections to the database if all copies had been replaced when they were most. */
  readonly connections: number;
  readonly usdADay: number;
}

/** Plays a scenario on one stack. */
export function outcomeOf(stack: string, fleet: Fleet, { demand, minutes }: Scenario): Outcome {
  const samples = play(fleet, demand, minutes);
  const sum = (of: (sample: Sample) => number) => samples.reduce((total, sample) => total + of(sample), 0);
  const most = (of: (sample: Sample) => number) => Math.max(...samples.map(of));
  return {
    stack,
    samples,
    mostCopies: most(({ copies }) => copies),
    mostMachines: most(({ machines }) => machines),
    worstP99Ms: most(({ p99Ms }) => p99Ms),
    minutesMissed: samples.filter(({ p99Ms, turnedAway }) => p99Ms > goalMs || turnedAway >= 1).length,
    turnedAwayPercent: (100 * sum(({ turnedAway }) => turnedAway)) / (60 * sum(({ demand }) => demand)),
    connections: most(({ connectionsReplacing }) => connectionsReplacing),
    usdADay: (sum(({ usd }) => usd) / minutes) * 24 * 60,
  };
}

/** Plays a day of each month of a year in which the load grows to the peak. */
export function yearOf(stack: string, fleet: Fleet, peak: number): Outcome[] {
  return Array.from({ length: 12 }, (_, month) => outcomeOf(stack, fleet, dayOfMonth(peak, month)));
}
