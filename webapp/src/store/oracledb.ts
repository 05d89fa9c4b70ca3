import driver from "oracledb";
import type { OracledbConfig } from "../config";
import { openCredentials } from "../credentials";
import { dial, hangUp } from "./dial";
import { defaultLimits, Line, type LineLimits, loadOf, pingLimits, shared } from "./line";
import { oracleDialer } from "./oracledb-connection";
import { isPresent, isShutOut, isSound, outcomeOf, requireNoStandby } from "./oracledb-errors";
import { isDone, passwordStep, schema, type Step, userSteps } from "./oracledb-migration";
import { type CounterStore, exactTotal, missingCounter, requireRoom, requireStep, StoreError } from "./store";

const MIGRATION_MS = 30_000;

/** Opens the counter in Oracle Database, in the driver's thin mode. */
export function open(config: OracledbConfig, limits: LineLimits = defaultLimits): CounterStore {
  const dialer = oracleDialer(config, limits.statementMs);
  const writes = new Line(dialer, limits);
  const reads = new Line(dialer, limits);
  // Neither visitors who count nor those who read can make the balancers' question wait.
  const pings = new Line(dialer, pingLimits);
  const table = config.schema === undefined ? "counter" : `${config.schema}.counter`;
  const total = (connection: driver.Connection) => readTotal(connection, table);

  return {
    name: "oracledb",
    migrate: () => migrate(config, limits.dialMs),
    async increment(by) {
      requireStep(by);
      return writes.use((connection) => add(connection, table, by), isSound);
    },
    read: shared(reads, total, isSound),
    async ping() {
      await pings.use((connection) => requireCounting(connection, table), isSound);
    },
    load: () => loadOf([writes, reads, pings]),
    async close() {
      await Promise.all([writes, reads, pings].map((line) => line.close()));
    },
  };
}

async function add(connection: driver.Connection, table: string, step: number): Promise<number> {
  const { outBinds } = await ask(
    connection.execute<{ visits: number[] }>(
      `UPDATE ${table} SET visits = visits + :step WHERE id = 1 RETURNING visits INTO :visits`,
      { step, visits: { dir: driver.BIND_OUT, type: driver.NUMBER } },
      { autoCommit: true },
    ),
  );
  return totalOf(outBinds?.visits[0]);
}

async function readTotal(connection: driver.Connection, table: string): Promise<number> {
  const { rows } = await ask(connection.execute<[number]>(`SELECT visits FROM ${table} WHERE id = 1`));
  return totalOf(rows?.[0]?.[0]);
}

/**
 * Reads the counter, and begins to add to it without touching the row: whoever may not is told so as a visitor would be. It takes
 * no lock that a visit waits for.
 *
 * A standby answers, but counts no visit. What it is called when it is none, or says nothing, is not ours to judge:
 * https://docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/SYS_CONTEXT.html names the roles.
 */
async function requireCounting(connection: driver.Connection, table: string): Promise<void> {
  const sql = `SELECT visits, SYS_CONTEXT('USERENV', 'DATABASE_ROLE') FROM ${table} WHERE id = 1`;
  const { rows } = await ask(connection.execute<[number, string | null]>(sql));
  requireRoom(totalOf(rows?.[0]?.[0]));
  requireNoStandby(rows?.[0]?.[1]);
  await ask(
    connection.execute(
      `UPDATE ${table} SET visits = visits + 1 WHERE id = 1 AND 1 = 0`,
      {},
      { autoCommit: true },
    ),
  );
}

async function migrate(config: OracledbConfig, dialMs: number): Promise<void> {
  const login = config.appCredentials && (await openCredentials(config.appCredentials)());
  await once(config, dialMs, async (connection) => {
    await run(connection, schema);
    if (login === undefined) return;
    await run(connection, userSteps(login));
    if (!(await isAdmitted(config, dialMs))) await run(connection, [passwordStep(login)]);
  });
}

/** Opens a connection for one piece of a migration. */
async function once<T>(
  config: OracledbConfig,
  dialMs: number,
  work: (connection: driver.Connection) => Promise<T>,
): Promise<T> {
  const dialer = oracleDialer(config, MIGRATION_MS);
  const connection = await dial(dialer, dialMs);
  try {
    return await work(connection);
  } finally {
    await hangUp(dialer, connection);
  }
}

/** Runs each step that was not done before; another server may have been first. */
async function run(connection: driver.Connection, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (await ask(isDone(connection, step))) continue;
    await unlessPresent(connection.execute(step.sql, step.binds ?? {}, { autoCommit: true }));
  }
}

/** Whether the app's user can log in: a secret may have been rotated, or the account locked, since it was created. */
async function isAdmitted({ appCredentials, ...config }: OracledbConfig, dialMs: number): Promise<boolean> {
  try {
    await once({ ...config, ...(appCredentials && { credentials: appCredentials }) }, dialMs, () =>
      Promise.resolve(),
    );
    return true;
  } catch (error) {
    if (error instanceof StoreError && isShutOut(error.cause)) return false;
    throw error;
  }
}

async function unlessPresent(statement: Promise<unknown>): Promise<void> {
  await ask(
    statement.catch((error: unknown) => (isPresent(error) ? undefined : Promise.reject(error as Error))),
  );
}

async function ask<T>(statement: Promise<T>): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    throw new StoreError(outcomeOf(error), "Oracle Database did not run the statement", { cause: error });
  }
}

function totalOf(visits: number | undefined): number {
  if (visits === undefined) throw missingCounter();
  return exactTotal(visits);
}
