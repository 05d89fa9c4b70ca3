import type { Contest } from "./contest";
import { BARE, EACH, OURS, type SlowerDatabase } from "./side-by-side";
import type { Table } from "./report";
import { median, percentile } from "./statistics";
import { type Arrivals, type Footprint, type Health, type ManyServers, toFirst } from "./tables";

/** Everything that was measured. */
export interface Measured {
  readonly contests: ReadonlyMap<number, Contest>;
  readonly slower: readonly SlowerDatabase[];
  readonly arrivals: readonly Arrivals[];
  readonly servers: readonly ManyServers[];
  readonly health: readonly Health[];
  readonly footprint: Footprint;
}

interface Goal {
  readonly name: string;
  readonly value: number;
  /** The smallest or the largest value with which the goal is reached. */
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly digits?: number;
}

/** Goals, and the results of this run, good or bad. */
export function goalsTable(measured: Measured): Table {
  return {
    title: "Goals",
    note: "What was aimed at before it was measured.",
    head: ["what", "goal", "measured", ""],
    rows: goalsOf(measured).map(({ name, value, atLeast = -Infinity, atMost = Infinity, digits = 2 }) => [
      name,
      atMost === Infinity
        ? `≥ ${atLeast}`
        : atLeast === -Infinity
          ? `≤ ${atMost}`
          : `${atLeast} to ${atMost}`,
      value.toFixed(digits),
      value >= atLeast && value <= atMost ? "reached" : "missed",
    ]),
  };
}

/** Goals of slower databases, by what makes them slower. */
const SLOWER: ReadonlyMap<string, number> = new Map([
  ["commit + 1 ms", 20],
  ["commit + 4 ms", 25],
  ["0.5 ms away", 5],
]);

function goalsOf({ contests, slower, arrivals, servers, health, footprint }: Measured): Goal[] {
  return [
    ...ratio("1 connection: to one update per request", contests.get(1), EACH, { atLeast: 0.9 }),
    ...ratio("64 connections: to no database", contests.get(64), BARE, { atLeast: 0.75 }),
    ...ratio("64 connections: to one update per request", contests.get(64), EACH, { atLeast: 10 }),
    ...ratio("64 connections: p99 to that of no database", contests.get(64), BARE, { atMost: 2.5 }, "p99"),
    ...ratio("256 connections: to no database", contests.get(256), BARE, { atLeast: 0.9 }),
    ...slower.flatMap(({ name, contest }) => {
      const atLeast = SLOWER.get(name);
      return atLeast === undefined
        ? []
        : ratio(`${name}: to one update per request`, contest, EACH, { atLeast });
    }),
    ...arrivals.map(([rate, rounds]) => {
      const value = median(rounds.map(({ times }) => percentile(times, 0.99)));
      return { name: `${rate} arrivals/s: p99, ms`, value, atMost: 7, digits: 1 };
    }),
    ...servers.slice(1).map((group) => {
      const value = median(toFirst(servers, group));
      return { name: `${group.servers} servers: of the rate of one`, value, atLeast: 0.7 };
    }),
    ...health.flatMap(([name, { times, unhealthy }]) => [
      { name: `/health, ${name}: p99, ms`, value: percentile(times, 0.99), atMost: 25, digits: 1 },
      { name: `/health, ${name}: false 503`, value: unhealthy, atMost: 0, digits: 0 },
    ]),
    ...footprintGoals(footprint),
  ];
}

type Bounds = Pick<Goal, "atLeast" | "atMost">;

function ratio(
  name: string,
  contest: Contest | undefined,
  other: string,
  bounds: Bounds,
  measure: "rate" | "p99" = "rate",
): Goal[] {
  return contest === undefined
    ? []
    : [{ name, value: median(contest.ratios(OURS, other, measure)), ...bounds }];
}

function footprintGoals({ ours, node, artifactKb, memoryMb }: Footprint): Goal[] {
  return [
    {
      name: "start to healthy above Node.js, ms",
      value: median(ours) - median(node),
      atMost: 130,
      digits: 0,
    },
    { name: "artifact, KB compressed", value: artifactKb, atMost: 1_200, digits: 0 },
    { name: "memory under load, MB", value: memoryMb, atMost: 130, digits: 0 },
  ];
}
