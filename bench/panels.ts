import type { Panel } from "./chart";
import type { Contest } from "./contest";
import { BARE, EACH, OURS, type SlowerDatabase } from "./side-by-side";
import { median } from "./statistics";
import type { ManyServers } from "./tables";

/** A number of connections, and what came of it. */
export interface Crowd {
  readonly connections: number;
  readonly result: Contest;
}

/** Panels of requests per second: by visitors, by the database's latency, by servers. */
export function panels(
  crowds: readonly Crowd[],
  slower: readonly SlowerDatabase[],
  servers: readonly ManyServers[],
): Panel[] {
  return [
    {
      title: "Requests per second over connections",
      axis: "connections",
      lines: [OURS, BARE, EACH].map((name) => ({
        name,
        points: crowds.map(({ connections, result }) => [connections, result.median(name, "rate")] as const),
      })),
    },
    {
      title: "… over the time of one update, at 64 connections",
      axis: "one update when nobody else is there, ms",
      lines: [OURS, EACH].map((name) => ({
        name,
        points: slower.map(({ aloneMs, contest }) => [aloneMs, contest.median(name, "rate")] as const),
      })),
    },
    {
      title: "… over servers on the same cores, at 128 connections",
      axis: "servers",
      lines: [{ name: OURS, points: servers.map(({ servers, rates }) => [servers, median(rates)] as const) }],
    },
  ];
}
