import { execFile, execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { generate } from "./generate";
import { percentile } from "./statistics";

const run = promisify(execFile);

/** Measurements of one run. */
export interface Load {
  /** Requests answered with 200, in a second. */
  readonly rate: number;
  /** Half of the answers took no longer, in milliseconds. */
  readonly p50: number;
  /** All but a hundredth of the answers took no longer, in milliseconds. */
  readonly p99: number;
  /** Requests that got another answer or none. */
  readonly failures: number;
  /** Processor time that the server spent on a request, in microseconds; only where `/proc` tells. */
  readonly cpuUs?: number;
}

/** Who makes the load: `wrk` costs a fifth of what a generator in Node.js costs, and shares the cores with the server. */
export const generator = hasWrk() ? "wrk -t1" : "bench/generate.ts";

/** Warm-up of a process before it is measured: V8 takes a hundred thousand requests to compile what matters. */
export const WARM_UP_SECONDS = 4;

/** Keeps so many connections busy for some seconds, each with one request at a time. */
export async function closedLoop(
  url: string,
  connections: number,
  seconds: number,
  pid?: number,
): Promise<Load> {
  const before = cpuSeconds(pid);
  const load = await (hasWrk() ? wrk(url, connections, seconds) : ownClosedLoop(url, connections, seconds));
  const after = cpuSeconds(pid);
  if (before === undefined || after === undefined || load.rate === 0) return load;
  return { ...load, cpuUs: ((after - before) * 1e6) / (load.rate * seconds) };
}

function hasWrk(): boolean {
  try {
    execFileSync("which", ["wrk"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function wrk(url: string, connections: number, seconds: number): Promise<Load> {
  const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", url];
  const { stdout } = await run("wrk", args);
  const failed = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? "0";
  const broken = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout);
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]) - Number(failed) / seconds,
    p50: milliseconds(/^\s+50%\s+(\S+)/m.exec(stdout)?.[1]),
    p99: milliseconds(/^\s+99%\s+(\S+)/m.exec(stdout)?.[1]),
    failures: Number(failed) + (broken?.slice(1).reduce((sum, count) => sum + Number(count), 0) ?? 0),
  };
}

function milliseconds(text = ""): number {
  const [, number, unit] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? [];
  return Number(number) * { us: 0.001, ms: 1, s: 1_000 }[unit as "us" | "ms" | "s"];
}

async function ownClosedLoop(url: string, connections: number, seconds: number): Promise<Load> {
  const { answers, failures } = await generate({ urls: [url], connections, seconds });
  const times = answers.map(({ tookMs }) => tookMs);
  return {
    rate: answers.length / seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    failures,
  };
}

/**
 * Processor time of a process so far, that of its threads that ended left out; Linux counts in nanoseconds
 * (https://docs.kernel.org/scheduler/sched-stats.html).
 */
export function cpuSeconds(pid: number | undefined): number | undefined {
  if (pid === undefined || process.platform !== "linux") return undefined;
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e9;
}

/** Memory that a process holds, in megabytes. */
export function residentMb(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1_024;
}
