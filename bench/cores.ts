/**
 * `npm run bench:cores`: what a second process on the port of a server brings.
 *
 * A server of a stack has two virtual processors, and what makes load must have processors of its own. So each process gets a
 * quarter of a core by the kernel's quota, and load and database the rest of the machine: what the processes do then, the
 * processor limits, and nothing else. Two whole cores are the most that two virtual processors can be; those of t3.micro and
 * VM.Standard2.1 are two threads of one core. Needs Linux with a writable cgroup (version 1 or 2), and root.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import type { Server } from "../webapp/test/support/artifact";
import { until } from "../webapp/test/support/artifact";
import { deployedWith } from "./contenders";
import { type Contest, type Contestant, contest } from "./contest";
import { closedLoop, generator, residentMb, WARM_UP_SECONDS } from "./load";
import { limited } from "./quota";
import { machine, markdown, type Table } from "./report";
import { openStage, type Stage, withServers } from "./stage";
import { spread } from "./statistics";

const [ONE, TWO] = ["one process", "two processes"] as const;
/** Of a core, for each process. */
const SHARE = 0.25;
const quick = process.argv.includes("--quick");
const effort = quick ? { rounds: 1, seconds: 1 } : { rounds: 5, seconds: 1 };
const crowds = [64, 256, 1_024];

interface Processes extends Server {
  /** Ids of the processes that serve. */
  readonly workers: readonly number[];
  /** Id of whoever shares the port out, and of the workers. */
  readonly all: readonly number[];
}

/** Starts so many processes on one port, as Node.js' cluster does it. */
async function processes(count: number, { contenders, database }: Stage): Promise<Processes> {
  const counter = path.join(contenders.artifact, "counter.mjs");
  const child = spawn(process.execPath, [path.join(__dirname, "cluster.mjs"), counter, String(count)], {
    env: { HOST: "127.0.0.1", PORT: "0", ...deployedWith(database), METRICS_PORT: undefined },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const found = (pattern: RegExp) => [...output.matchAll(pattern)].map(([, value = ""]) => value);
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  await until(() => found(/Server listening at (http:[^"]+)/g).length === count, "all processes listen");
  const workers = found(/^worker (\d+)$/gm).map(Number);
  return {
    process: child,
    output: () => output,
    ended,
    url: String(found(/Server listening at (http:[^"]+)/g)[0]),
    workers,
    all: [Number(child.pid), ...workers],
  };
}

async function measure(stage: Stage): Promise<{ contests: Map<number, Contest>; memoryMb: number[] }> {
  return withServers([processes(1, stage), processes(2, stage)], async (servers) => {
    const [one, two] = servers as Processes[];
    const quotas = [one, two].flatMap((each) => each?.workers ?? []).map((pid) => limited(pid, SHARE));
    try {
      const all: Contestant[] = [one, two].map((each, index) => ({
        name: index === 0 ? ONE : TWO,
        url: `${each?.url}/`,
        pid: Number(each?.workers[0]),
      }));
      // A quarter of a core takes longer to compile what matters.
      for (const { url } of all) await closedLoop(url, 64, quick ? 2 : WARM_UP_SECONDS * 3);
      const contests = new Map<number, Contest>();
      for (const crowd of crowds) contests.set(crowd, await contest(all, crowd, effort));
      const memoryMb = [one, two].map((each) =>
        (each?.all ?? []).reduce((sum, pid) => sum + residentMb(pid), 0),
      );
      return { contests, memoryMb };
    } finally {
      for (const release of quotas) release();
    }
  });
}

async function main(): Promise<void> {
  console.log(`${machine(generator)}\n`);
  const stage = await openStage("memory");
  const rows: string[][] = [];
  try {
    for (const delay of [0, 4]) {
      const { contests, memoryMb } = await stage.withCommit(delay, () => measure(stage));
      for (const [crowd, result] of contests)
        rows.push([
          `commit + ${delay} ms`,
          String(crowd),
          ...[ONE, TWO].map((name) => result.median(name, "rate").toFixed(0)),
          spread(result.ratios(TWO, ONE, "rate"), 2),
          ...[ONE, TWO].map((name) => result.median(name, "p99").toFixed(1)),
          memoryMb.map((megabytes) => megabytes.toFixed(0)).join(", "),
        ]);
    }
  } finally {
    await stage.close();
  }
  const table: Table = {
    title: "One process and two on a server",
    note: `Medians over rounds that take turns. Each process has ${SHARE} of a core. Memory is that of all processes, with the one that shares the port out.`,
    head: ["database", "connections", ONE, TWO, "ratio", `p99 ms, ${ONE}`, `p99 ms, ${TWO}`, "memory MB"],
    rows,
  };
  console.log(markdown(table));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
