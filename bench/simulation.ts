import { defaultCoalescerLimits } from "../webapp/src/counting/coalescer";
import type { Table } from "./report";
import { percentile } from "./statistics";

/** Servers that gather visitors into batches, and rows that take one commit at a time. */
export interface World {
  /** Arrivals a second over all servers, at random moments. */
  readonly arrivals: number;
  /** Servers, each with one batch in flight. */
  readonly servers: number;
  /** Rows that share the count; a server keeps to one of them. */
  readonly rows: number;
  /** Time for which a commit locks its row, in milliseconds. */
  readonly commitMs: number;
}

/** Outcome of a simulated run. */
export interface History {
  /** Latencies, in milliseconds. */
  readonly times: readonly number[];
  /** Share of the visitors who were turned away, because as many as a server holds were there. */
  readonly turnedAway: number;
  /** Visitors in a batch, on average. */
  readonly batch: number;
}

/** From a server to the database and back, in milliseconds. */
const ROUND_TRIP_MS = 0.5;
/** Processor time of a visit, in milliseconds: see the CPU of the counter at 64 connections. */
const VISIT_MS = 0.02;
const DURATION_MS = 1_000;

interface Server {
  readonly row: { freeAt: number };
  readyAt: number;
  nextArrival: number;
  cpuFreeAt: number;
  inFlight: number;
}

/** Lets a world run for a second; the same world has the same history each time. */
export function simulate({ arrivals, servers, rows, commitMs }: World): History {
  const random = generator(7);
  const gap = () => (-Math.log(1 - random()) * 1_000 * servers) / arrivals;
  const slots = Array.from({ length: rows }, () => ({ freeAt: 0 }));
  const all = Array.from({ length: servers }, (_, index): Server => {
    const row = slots[index % rows] ?? { freeAt: 0 };
    return { row, readyAt: 0, nextArrival: gap(), cpuFreeAt: 0, inFlight: 0 };
  });
  const times: number[] = [];
  let [turnedAway, batches] = [0, 0];
  for (;;) {
    const server = all.reduce((first, each) => (each.readyAt < first.readyAt ? each : first));
    if (server.readyAt > DURATION_MS) break;
    const { batch, tooMany } = gather(server, gap);
    turnedAway += tooMany;
    if (batch.length === 0) {
      server.readyAt = server.nextArrival;
      continue;
    }
    batches++;
    for (const time of commit(server, batch, commitMs)) times.push(time);
  }
  return { times, turnedAway: turnedAway / (times.length + turnedAway), batch: times.length / batches };
}

/** Everybody who came until the server is ready, as far as they may wait beside those in flight. */
function gather(server: Server, gap: () => number): { batch: number[]; tooMany: number } {
  const batch: number[] = [];
  let tooMany = 0;
  for (; server.nextArrival <= server.readyAt; server.nextArrival += gap()) {
    if (batch.length + server.inFlight < defaultCoalescerLimits.visitors) batch.push(server.nextArrival);
    else tooMany++;
  }
  return { batch, tooMany };
}

/** The batch waits for its row, then locks it; its answers are written one after the other while the next is under way. */
function commit(server: Server, batch: readonly number[], commitMs: number): number[] {
  const begin = Math.max(server.readyAt + ROUND_TRIP_MS / 2, server.row.freeAt);
  server.row.freeAt = begin + commitMs;
  server.readyAt = server.row.freeAt + ROUND_TRIP_MS / 2;
  server.inFlight = batch.length;
  let now = Math.max(server.readyAt, server.cpuFreeAt);
  const times = batch.map((arrival) => (now += VISIT_MS) - arrival);
  server.cpuFreeAt = now;
  return times;
}

/** Numbers that look random and are the same each time (mulberry32). */
function generator(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const worlds: readonly World[] = [
  { arrivals: 1_500, servers: 1, rows: 1, commitMs: 1.2 },
  { arrivals: 5_000, servers: 1, rows: 1, commitMs: 1.2 },
  { arrivals: 30_000, servers: 1, rows: 1, commitMs: 1.2 },
  { arrivals: 60_000, servers: 1, rows: 1, commitMs: 1.2 },
  { arrivals: 120_000, servers: 4, rows: 1, commitMs: 1.2 },
  { arrivals: 480_000, servers: 16, rows: 1, commitMs: 1.2 },
  { arrivals: 960_000, servers: 32, rows: 1, commitMs: 1.2 },
  { arrivals: 120_000, servers: 4, rows: 1, commitMs: 4.2 },
  { arrivals: 480_000, servers: 16, rows: 1, commitMs: 4.2 },
  { arrivals: 960_000, servers: 32, rows: 1, commitMs: 4.2 },
  { arrivals: 960_000, servers: 32, rows: 4, commitMs: 4.2 },
  { arrivals: 960_000, servers: 32, rows: 16, commitMs: 4.2 },
];

/** The worlds beyond what one machine can measure. */
export function simulationTables(): Table[] {
  const rows = worlds.map((world) => {
    const { times, turnedAway, batch } = simulate(world);
    return [
      world.arrivals.toLocaleString("en-GB"),
      String(world.servers),
      String(world.rows),
      String(world.commitMs),
      batch.toFixed(0),
      percentile(times, 0.5).toFixed(1),
      percentile(times, 0.99).toFixed(1),
      `${(turnedAway * 100).toFixed(0)} %`,
    ];
  });
  return [
    {
      title: "Simulated",
      note: `Not measured: \`bench/simulation.ts\`, arrivals at random, the database ${ROUND_TRIP_MS} ms away, ${VISIT_MS * 1_000} µs of a server's time for a visit.`,
      head: ["arrivals/s", "servers", "rows", "commit ms", "batch", "p50 ms", "p99 ms", "turned away"],
      rows,
    },
  ];
}
