import type { Contest } from "./contest";
import { BARE, EACH, OURS, type SlowerDatabase } from "./side-by-side";
import type { Table } from "./report";
import type { Medium } from "./stage";
import { percentile, spread } from "./statistics";
import { ASK_EVERY_MS, CROWD } from "./visitors";

/** Everybody side by side, on a database whose updates took so long when nobody else was there. */
export function sideBySideTable(
  contests: ReadonlyMap<number, Contest>,
  alone: readonly number[],
  medium: Medium,
): Table {
  const names = [OURS, BARE, EACH];
  const [half, most, all] = [0.5, 0.99, 1].map((share) => percentile(alone, share));
  return {
    title: medium === "disk" ? "Side by side" : "Side by side without a disk",
    note: `Medians over rounds that take turns; PostgreSQL with \`fsync\` on, over TLS, on the same machine as the load, its data ${whereIs(medium)}. One update, when nobody else is there, takes ${half?.toFixed(2)} ms; one in a hundred takes longer than ${most?.toFixed(1)} ms, and the slowest of ${alone.length} took ${all?.toFixed(0)} ms. CPU is the server's own, for one request.`,
    head: [
      "connections",
      "",
      "requests/s",
      "p50 ms",
      "p99 ms",
      "CPU µs",
      "to no database",
      "to one update per request",
    ],
    rows: [...contests].flatMap(([count, contest]) =>
      names.map((name) => [
        String(count),
        name,
        contest.median(name, "rate").toFixed(0),
        contest.median(name, "p50").toFixed(2),
        contest.median(name, "p99").toFixed(2),
        contest.median(name, "cpuUs").toFixed(1),
        spread(contest.ratios(name, BARE, "rate"), 2),
        spread(contest.ratios(name, EACH, "rate"), 1),
      ]),
    ),
  };
}

/** Table of the effect of a slower database. */
export function slowerTable(databases: readonly SlowerDatabase[], medium: Medium): Table {
  return {
    title: "A slower database",
    note: `64 connections. \`commit_delay\` makes commits longer in a database ${whereIs(medium)}; a proxy puts the one on the disk farther away. The second column says how long one update takes when nobody else is there.`,
    head: [
      "database",
      "one update, ms",
      "counter, requests/s",
      "p99 ms",
      "one update per request",
      "p99 ms",
      "ratio",
    ],
    rows: databases.map(({ name, aloneMs, contest }) => [
      name,
      aloneMs.toFixed(1),
      contest.median(OURS, "rate").toFixed(0),
      contest.median(OURS, "p99").toFixed(1),
      contest.median(EACH, "rate").toFixed(0),
      contest.median(EACH, "p99").toFixed(1),
      spread(contest.ratios(OURS, EACH, "rate"), 1),
    ]),
  };
}

function whereIs(medium: Medium): string {
  return medium === "memory" ? "in memory, so that no disk adds its own moods" : "on this disk";
}

/** A rate of arrivals, and its rounds. */
export type Arrivals = readonly [
  rate: number,
  rounds: readonly { readonly times: number[]; readonly failures: number }[],
];

/** Visitors who come at random. */
export function arrivalsTable(results: readonly Arrivals[], medium: Medium): Table {
  return {
    title: "Visitors who come at random",
    note: `Open loop: arrivals are a Poisson process that does not wait for answers; times count from the moment of arrival. The database is ${whereIs(medium)}, and \`commit_delay\` makes each commit 1 ms longer.`,
    head: ["arrivals/s", "p50 ms", "p99 ms", "failures"],
    rows: results.map(([rate, rounds]) => [
      String(rate),
      spread(
        rounds.map(({ times }) => percentile(times, 0.5)),
        1,
      ),
      spread(
        rounds.map(({ times }) => percentile(times, 0.99)),
        1,
      ),
      String(rounds.reduce((sum, { failures }) => sum + failures, 0)),
    ]),
  };
}

/** Table of several servers on one row. */
export interface ManyServers {
  readonly servers: number;
  readonly rates: readonly number[];
  readonly failures: number;
  readonly exact: boolean;
  readonly visits: number;
}

/** Ratio of a group of servers to the first group in the same round. */
export function toFirst(results: readonly ManyServers[], { rates }: ManyServers): number[] {
  return rates.map((rate, round) => rate / (results[0]?.rates[round] ?? NaN));
}

/** Several servers on one row. */
export function serversTable(results: readonly ManyServers[]): Table {
  return {
    title: "Several servers on one row",
    note: `Groups of servers that take turns, ${CROWD} connections in all, every server a process on the same cores. \`exact\`: each number between the totals before and after was given once.`,
    head: ["servers", "requests/s in all", "of a single one", "exact", "failures"],
    rows: results.map((group) => [
      String(group.servers),
      spread(group.rates, 0),
      spread(toFirst(results, group), 2),
      `${group.exact ? "yes" : "NO"} (${group.visits} visits)`,
      String(group.failures),
    ]),
  };
}

/** A database, and what `/health` said of it. */
export type Health = readonly [
  name: string,
  { readonly times: readonly number[]; readonly unhealthy: number },
];

/** The balancer's question. */
export function healthTable(results: readonly Health[]): Table {
  return {
    title: "Health under load",
    note: `A new connection to \`/health\` ${ASK_EVERY_MS} ms after each answer, while 200 connections count visits.`,
    head: ["database", "p50 ms", "p99 ms", "answers", "of them 503"],
    rows: results.map(([name, { times, unhealthy }]) => [
      name,
      percentile(times, 0.5).toFixed(1),
      percentile(times, 0.99).toFixed(1),
      String(times.length),
      String(unhealthy),
    ]),
  };
}

/** Table of start time, size and memory. */
export interface Footprint {
  readonly ours: readonly number[];
  readonly node: readonly number[];
  readonly artifactKb: number;
  readonly memoryMb: number;
}

/** Start, size, memory. */
export function footprintTable({ ours, node, artifactKb, memoryMb }: Footprint): Table {
  return {
    title: "Start, size, memory",
    note: "From the start of the process to the first healthy answer over TLS, and Node.js alone (`node -e 0`).",
    head: ["what", "measured"],
    rows: [
      ["start to healthy, ms", spread(ours, 0)],
      ["Node.js alone, ms", spread(node, 0)],
      ["artifact, KB compressed", artifactKb.toFixed(0)],
      ["memory under load, MB", memoryMb.toFixed(0)],
    ],
  };
}

/** Memory of a server under load, sampled as it went. */
export function soakTable(samples: readonly number[], minutes: number): Table {
  const at = (share: number) => samples[Math.floor((samples.length - 1) * share)]?.toFixed(0) ?? "";
  return {
    title: `Memory over ${minutes} minutes`,
    note: "64 connections without a pause; resident memory in MB.",
    head: ["at first", "half-way", "at the end", "largest"],
    rows: [[at(0), at(0.5), at(1), Math.max(...samples).toFixed(0)]],
  };
}
