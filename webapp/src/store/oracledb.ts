import driver from "oracledb";
import type { OracledbConfig } from "../config";
import { type Credentials, openCredentials } from "../credentials";
import { defaultLimits, type Dialer, Line, type LineLimits, loadOf, pingLimits, shared } from "./line";
import {
  isPresent,
  isRefusedLogin,
  isShutOut,
  isSound,
  outcomeOf,
  requireNoStandby,
} from "./oracledb-errors";
import { isDone, passwordStep, schema, type Step, userSteps } from "./oracledb-migration";
import { RefusedPassword } from "./refused-password";
import { type CounterStore, exactTotal, missingCounter, requireStep, StoreError } from "./store";

const MIGRATION_MS = 30_000;

/**
 * Opens the counter in Oracle Database, in the driver's thin mode.
 *
 * The driver's pool logs in with the password that it was made with. Connections of our own take
 * fresh credentials each, so a rotated password needs neither a restart nor a second pool.
 */
export function open(config: OracledbConfig, limits: LineLimits = defaultLimits): CounterStore {
  const dialer = oracleDialer(config, limits);
  const writes = new Line(dialer, limits);
  const reads = new Line(dialer, limits);
  // Neither visitors who count nor those who read can make the balancers' question wait.
  const pings = new Line(dialer, pingLimits);
  const table = config.schema === undefined ? "counter" : `${config.schema}.counter`;
  const total = (connection: driver.Connection) => readTotal(connection, table);

  return {
    name: "oracledb",
    migrate: () => migrate(config, { ...limits, statementMs: MIGRATION_MS }),
    async increment(by) {
      requireStep(by);
      return writes.use((connection) => add(connection, table, by), isSound);
    },
    read: shared(reads, total, isSound),
    async ping() {
      await pings.use((connection) => requirePrimary(connection, table), isSound);
    },
    load: () => loadOf([writes, reads, pings]),
    async close() {
      await Promise.all([writes, reads, pings].map((line) => line.close()));
    },
  };
}

function oracleDialer(
  config: OracledbConfig,
  { waitMs, statementMs }: LineLimits,
): Dialer<driver.Connection> {
  const credentials = openCredentials(config.credentials);
  const refused = new RefusedPassword();
  return {
    async dial() {
      const login = await credentials();
      refused.check(login.password);
      const connection = await connect(config, waitMs, login).catch((error: unknown) => {
        if (isRefusedLogin(error)) refused.remember(login.password);
        throw new StoreError("unavailable", "no connection to Oracle Database could be made", {
          cause: error,
        });
      });
      connection.callTimeout = Math.ceil(statementMs * 0.9);
      return connection;
    },
    alive: (connection) => connection.isHealthy(),
    hangUp: (connection) => connection.close(),
  };
}

function connect(
  { connectString }: OracledbConfig,
  waitMs: number,
  login: { user: string; password: string },
): Promise<driver.Connection> {
  return driver.getConnection({
    ...login,
    // Autonomous Database's descriptors repeat for a minute; the back-off here is shorter and spread.
    connectString: connectString.replace(/\(\s*retry_(count|delay)\s*=\s*\d+\s*\)/gi, ""),
    connectTimeout: Math.ceil(waitMs / 1_000),
    transportConnectTimeout: Math.ceil(waitMs / 1_000),
    expireTime: 1,
  });
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
 * A standby answers, but counts no visit. What it is called when it is none, or says nothing, is not ours to judge.
 *
 * https://docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/SYS_CONTEXT.html names the roles.
 */
async function requirePrimary(connection: driver.Connection, table: string): Promise<void> {
  const sql = `SELECT visits, SYS_CONTEXT('USERENV', 'DATABASE_ROLE') FROM ${table} WHERE id = 1`;
  const { rows } = await ask(connection.execute<[number, string | null]>(sql));
  totalOf(rows?.[0]?.[0]);
  requireNoStandby(rows?.[0]?.[1]);
}

async function migrate(config: OracledbConfig, limits: LineLimits): Promise<void> {
  const dialer = oracleDialer(config, limits);
  const login = config.appCredentials && (await openCredentials(config.appCredentials)());
  const connection = await dialer.dial();
  try {
    await run(connection, schema);
    if (login) {
      await run(connection, userSteps(login));
      if (!(await isAdmitted(config, limits, login))) await run(connection, [passwordStep(login)]);
    }
  } finally {
    await dialer.hangUp(connection).catch(() => undefined);
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
async function isAdmitted(
  config: OracledbConfig,
  { waitMs }: LineLimits,
  login: Credentials,
): Promise<boolean> {
  try {
    const connection = await connect(config, waitMs, login);
    await connection.close();
    return true;
  } catch (error) {
    if (isShutOut(error)) return false;
    throw new StoreError("unavailable", "the app's user could not be tried", { cause: error });
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
