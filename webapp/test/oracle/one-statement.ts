import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import driver from "oracledb";
import pg from "pg";
import type { OracledbConfig, PgConfig } from "../../src/config/database-config";
import { readConfig } from "../../src/config/environment";
import type { Environment } from "../../src/config/validation";
import { open as openOracledb } from "../../src/store/oracledb";
import { open as openPg } from "../../src/store/pg";
import type { SingleConnectionLimits } from "../../src/store/single-connection";
import { replayAnswers } from "./replay";

/** Question to this program, in the variable `QUESTION`. */
export interface Question {
  /** Variables of a counter on PostgreSQL. */
  readonly onPostgres: Environment;
  /** Variables of a counter on Oracle Database. */
  readonly onOracle: Environment;
  /** Number of turns of each, and of statements in a turn. */
  readonly rounds: number;
  readonly statements: number;
  /** Number of statements of each before any is measured: V8 compiles what is called often, and does so on this process's time. */
  readonly warmUp: number;
  /** Whether the database is asked each time; else its first answer is given again and again, without a network. */
  readonly network: boolean;
}

/** Processor time of one statement in each round, in microseconds. */
export interface Costs {
  /** Pause between two statements. */
  readonly between: string;
  /** In each round, by who ran the statement. */
  readonly of: Readonly<Record<Runner, readonly number[]>>;
}

/** Who runs the statement that counts a visit. */
export type Runner = "pg" | "oracledb" | "store on pg" | "store on oracledb";

/** At once, and as far apart as 200 visitors a second are: a processor that did something else meanwhile has forgotten much. */
const PAUSES_MS = [0, 5];

/** A busy machine is to be measured, not to fail. */
const patient: SingleConnectionLimits = { waitMs: 20_000, statementMs: 20_000, dialMs: 20_000 };

async function runners(question: Question): Promise<Record<Runner, () => Promise<unknown>>> {
  const onPostgres = readConfig(question.onPostgres).database as PgConfig;
  const onOracle = readConfig(question.onOracle).database as OracledbConfig;
  const stores = [openPg(onPostgres, patient), openOracledb(onOracle, patient)] as const;
  return {
    pg: await alonePg(onPostgres),
    oracledb: await aloneOracledb(onOracle),
    "store on pg": () => stores[0].increment(1),
    "store on oracledb": () => stores[1].increment(1),
  };
}

/** PostgreSQL's driver as its documentation has one use it. */
async function alonePg({ host, port, name, tls, credentials }: PgConfig): Promise<() => Promise<unknown>> {
  if (tls === "off" || credentials.source !== "env") throw new Error("the benchmark's server speaks TLS");
  const { username: user, password } = credentials;
  const ssl = { ca: readFileSync(tls.caFile) };
  const client = new pg.Client({ host, port, database: name, user, password, ssl });
  await client.connect();
  const text = "UPDATE counter SET visits = visits + $1 WHERE id = 1 RETURNING visits";
  return () => client.query({ name: "alone", text, values: [1] });
}

/** Oracle's driver as its documentation has one use it. */
async function aloneOracledb({
  connectString,
  credentials,
}: OracledbConfig): Promise<() => Promise<unknown>> {
  if (credentials.source !== "env") throw new Error("the benchmark's server takes a password");
  const { username: user, password } = credentials;
  const connection = await driver.getConnection({ user, password, connectString });
  const sql = "UPDATE counter SET visits = visits + :step WHERE id = 1 RETURNING visits INTO :visits";
  return () =>
    connection.execute(
      sql,
      { step: 1, visits: { dir: driver.BIND_OUT, type: driver.NUMBER } },
      { autoCommit: true },
    );
}

async function main(question: Question): Promise<void> {
  const all = Object.entries(await runners(question)) as [Runner, () => Promise<unknown>][];
  const times = (count: number) =>
    Promise.all(
      all.map(async ([, run]) => {
        for (let done = 0; done < count; done++) await run();
      }),
    );
  // Opens cursors, and describes what they take.
  await times(5);
  if (!question.network) await replayAnswers(() => times(1));
  await times(question.warmUp);
  const costs: Costs[] = [];
  for (const pauseMs of question.network ? PAUSES_MS : [0]) {
    const of = Object.fromEntries(all.map(([name]) => [name, [] as number[]])) as Record<Runner, number[]>;
    for (let round = 0; round < question.rounds; round++) {
      for (const [name, run] of round % 2 === 0 ? all : all.toReversed()) {
        const before = process.cpuUsage();
        for (let count = 0; count < question.statements; count++) {
          await run();
          if (pauseMs > 0) await pause(pauseMs);
        }
        const { user, system } = process.cpuUsage(before);
        of[name].push((user + system) / question.statements);
      }
    }
    costs.push({ between: question.network ? `${pauseMs} ms` : "no network", of });
  }
  console.log(JSON.stringify(costs));
  // Nobody waits for the connections' good-byes.
  process.exit();
}

void main(JSON.parse(String(process.env.QUESTION)) as Question);
