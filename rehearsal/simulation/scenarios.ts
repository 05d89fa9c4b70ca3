import type { Demand } from "./play";

/** A load that is played on both clouds. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly minutes: number;
  readonly demand: Demand;
}

const hour = 3_600;

/** Between 0 and 1 over a day: quiet at four at night, busiest at four in the afternoon. */
const ofDay = (second: number) => (1 - Math.cos((2 * Math.PI * (second - 4 * hour)) / (24 * hour))) / 2;

/**
 * The loads that end at a peak.
 *
 * @param peak requests a second
 */
export function scenarios(peak: number): Scenario[] {
  const quiet = peak / 20;
  return [
    {
      name: "spike",
      title: "A spike: twenty times as many from one second to the next, for an hour",
      minutes: 180,
      demand: (second) => (second >= 20 * 60 && second < 80 * 60 ? peak : quiet),
    },
    {
      name: "ramp",
      title: "A ramp: evenly more for two hours, then evenly fewer",
      minutes: 300,
      demand: (second) => quiet + (peak - quiet) * Math.max(0, 1 - Math.abs(second / (2 * hour) - 1)),
    },
    {
      name: "day",
      title: "A day: busiest at four in the afternoon",
      minutes: 24 * 60,
      demand: (second) => quiet + (peak - quiet) * ofDay(second),
    },
  ];
}

/** The day of a month of a year in which the load grows evenly to the peak. */
export function dayOfMonth(peak: number, month: number): Scenario {
  const [, , day] = scenarios((peak * (month + 1)) / 12);
  return { ...day!, name: `month ${month + 1}` };
}
