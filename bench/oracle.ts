import type { Costs, Runner } from "../webapp/test/oracle/one-statement";
import { type Contest, contest, inTurns } from "./contest";
import { generate } from "./generate";
import { closedLoop, cpuSeconds, generator, residentMb, WARM_UP_SECONDS } from "./load";
import { openOracleStage, type OracleStage } from "./oracle-stage";
import { machine, markdown, type Table } from "./report";
import { withServers } from "./stage";
import { median, spread } from "./statistics";

const quick = process.argv.includes("--quick");
const soakMinutes = process.argv.includes("--soak") ? 10 : 0;
const effort = quick ? { rounds: 1, seconds: 1 } : { rounds: 9, seconds: 2 };
/** Visits that a server counts one by one before it is measured, and the most seconds for that: V8 compiles what is called often. */
const LONE_VISITS = quick ? 200 : 5_000;
const LONE_SECONDS = 30;
const few = { rounds: 1, statements: 50, warmUp: 50 };
const RATES = [200, 2_000];
const [PG, ORACLE, EACH] = ["PostgreSQL", "Oracle Database", "Oracle Database, one update per request"];

/** The two stores side by side, and one update per request on Oracle Database. */
async function sideBySide(stage: OracleStage): Promise<void> {
  const starting = [stage.onPostgres(), stage.onOracle(), stage.eachOnOracle()];
  return withServers(starting, async (servers) => {
    const all = servers.map(({ url, process: { pid } }, index) => ({
      name: [PG, ORACLE, EACH][index] ?? "",
      url: index === 2 ? `${url}/each` : `${url}/`,
      pid: Number(pid),
    }));
    for (const { url } of all) await warmUp(url);
    show(await paced(all.slice(0, 2)));
    const contests = new Map<number, Contest>();
    for (const connections of [1, 8, 64, 256])
      contests.set(connections, await contest(all, connections, effort));
    show(closedTable(contests));
  });
}

/** Visitors who share statements and visitors who do not: each of the two ways is compiled. */
async function warmUp(url: string): Promise<void> {
  await closedLoop(url, 64, quick ? 1 : WARM_UP_SECONDS);
  const end = performance.now() + LONE_SECONDS * 1_000;
  for (let visits = 0; visits < LONE_VISITS && performance.now() < end;)
    visits += (await closedLoop(url, 1, 1)).rate;
}

function closedTable(contests: ReadonlyMap<number, Contest>): Table {
  return {
    title: "Both stores, each visitor coming again at once",
    note: "Medians over rounds that take turns. `npm run bench:oracle` writes this: the real driver in thin mode, over TLS, on the tests' server side of Oracle's protocol, whose data the same PostgreSQL keeps in memory. CPU is the web server's own, for one request. How fast Oracle Database commits it does not tell.",
    head: [
      "connections",
      "",
      "requests/s",
      "p50 ms",
      "p99 ms",
      "CPU µs",
      "CPU to PostgreSQL",
      "to one update per request",
    ],
    rows: [...contests].flatMap(([count, result]) =>
      [PG, ORACLE, EACH].map((name = "") => [
        String(count),
        name,
        result.median(name, "rate").toFixed(0),
        result.median(name, "p50").toFixed(2),
        result.median(name, "p99").toFixed(2),
        result.median(name, "cpuUs").toFixed(1),
        spread(result.ratios(name, PG ?? "", "cpuUs"), 2),
        spread(result.ratios(name, EACH ?? "", "rate"), 1),
      ]),
    ),
  };
}

/** Processor time for a visit where both get the same visitors at the same times: a batch is as large on both then. */
async function paced(all: readonly { name: string; url: string; pid: number }[]): Promise<Table> {
  const seconds = quick ? 1 : 3;
  const rows: string[][] = [];
  for (const rate of RATES) {
    const costs = new Map<string, number[]>(all.map(({ name }) => [name, []]));
    await inTurns(all, effort.rounds, async ({ name, url, pid }) => {
      const before = cpuSeconds(pid) ?? NaN;
      const { answers } = await generate({ urls: [url], connections: 64, seconds, rate });
      costs.get(name)?.push((((cpuSeconds(pid) ?? NaN) - before) * 1e6) / answers.length);
    });
    const [pg = [], oracle = []] = costs.values();
    const ratios = oracle.map((cost, round) => cost / (pg[round] ?? NaN));
    rows.push([String(rate), median(pg).toFixed(0), median(oracle).toFixed(0), spread(ratios, 2)]);
  }
  return {
    title: "Both stores, the same visitors",
    note: "Visitors come at random, so many a second, to either.",
    head: ["arrivals/s", `${PG}, CPU µs`, `${ORACLE}, CPU µs`, "ratio"],
    rows,
  };
}

/** Processor time of one statement: the drivers by themselves, and what the stores make of it. */
async function statements(stage: OracleStage, network: boolean): Promise<Table> {
  const turns = network
    ? { rounds: 9, statements: 100, warmUp: 2_000 }
    : { rounds: 21, statements: 1_000, warmUp: 15_000 };
  const costs = await stage.statements({ ...(quick ? few : turns), network });
  const ratio = (of: Costs["of"], [one, other]: readonly [Runner, Runner]) =>
    spread(
      of[one].map((cost, round) => cost / (of[other][round] ?? NaN)),
      2,
    );
  return {
    title: "One statement after the other",
    note: "No web server: a process of its own runs the statement of one visit, by the driver as its documentation has one use it and by the store. Without a network the database's answer is one that came before, so that the code alone is measured.",
    head: [
      "between two",
      "",
      "PostgreSQL, CPU µs",
      "Oracle Database, CPU µs",
      "ratio",
      "store to driver, on Oracle Database",
    ],
    rows: costs.flatMap(({ between, of }) => {
      const row = (title: string, pg: Runner, oracle: Runner, last: string) => [
        between,
        title,
        median(of[pg]).toFixed(0),
        median(of[oracle]).toFixed(0),
        ratio(of, [oracle, pg]),
        last,
      ];
      return [
        row("driver", "pg", "oracledb", "1.00"),
        row("store", "store on pg", "store on oracledb", ratio(of, ["store on oracledb", "oracledb"])),
      ];
    }),
  };
}

/** Soak: sessions, cursors and memory over ten minutes. */
async function soak(stage: OracleStage): Promise<Table> {
  return withServers([stage.onOracle()], async ([server]) => {
    const urls = [String(server?.url)];
    const rows: string[][] = [];
    let failures = 0;
    await closedLoop(String(server?.url), 64, WARM_UP_SECONDS);
    for (let minute = 0; minute < soakMinutes; minute++) {
      const outcome = await generate({ urls, connections: 64, seconds: 60, rate: 500 });
      failures += outcome.failures;
      const { loggedIn, attempts } = stage.oracle;
      const cursors = loggedIn.map(({ conversation }) => conversation.openCursors);
      rows.push([
        String(minute + 1),
        String(outcome.answers.length),
        String(failures),
        String(loggedIn.length),
        String(attempts),
        String(Math.max(...cursors)),
        residentMb(Number(server?.process.pid)).toFixed(0),
      ]);
    }
    return {
      title: `Oracle Database over ${soakMinutes} minutes`,
      note: "`npm run bench:oracle -- --soak`: 64 connections, 500 visitors a second at random.",
      head: [
        "minute",
        "visits",
        "failures so far",
        "sessions",
        "log-ins so far",
        "open cursors of a session",
        "memory, MB",
      ],
      rows,
    };
  });
}

/** Says at once what was measured: what comes after it may take ten minutes more. */
function show(table: Table): void {
  console.log(markdown(table));
}

async function main(): Promise<void> {
  console.log(`${machine(generator)}\n`);
  const stage = await openOracleStage();
  try {
    if (soakMinutes > 0) return show(await soak(stage));
    for (const network of [false, true]) show(await statements(stage, network));
    if (!process.argv.includes("--statements")) await sideBySide(stage);
  } finally {
    await stage.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
