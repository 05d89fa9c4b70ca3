import type pg from "pg";
import type { PgConfig } from "../config";
import { withDeadline } from "../deadline";
import { dial, hangUp } from "./dial";
import { defaultLimits, Line, type LineLimits, loadOf, pingLimits, shared } from "./line";
import { pgDialer } from "./pg-connection";
import { isSound, storeErrorOf } from "./pg-errors";
import { migration, readiness } from "./pg-migration";
import { type Row, run, type Statement } from "./pg-statement";
import { type CounterStore, exactTotal, missingCounter, requireRoom, requireStep, StoreError } from "./store";

// The casts keep what a statement answers the same when the column is altered, so that it need not be prepared anew.
const increment = {
  name: "increment",
  text: "UPDATE counter SET visits = visits + $1::bigint WHERE id = 1 RETURNING visits::text",
};
const read = { name: "read", text: "SELECT visits::text FROM counter WHERE id = 1" };
/**
 * Reads the counter, and begins to add to it without touching the row: whoever may not, or finds a server that only reads, is
 * told so as a visitor would be. It takes no lock that a visit waits for, and writes nothing.
 */
const ping = {
  name: "ping",
  text: `WITH visit AS (UPDATE counter SET visits = visits + 1 WHERE id = 1 AND FALSE)
    SELECT visits::text FROM counter WHERE id = 1`,
};

/** A migration waits for those of other servers, so it may take longer than a visit. */
const MIGRATION_MS = 30_000;

/** Opens the counter in PostgreSQL, over TLS whose chain and name are verified. */
export function open(config: PgConfig, limits: LineLimits = defaultLimits): CounterStore {
  const dialer = pgDialer(config, limits.statementMs);
  const writes = new Line(dialer, limits);
  const reads = new Line(dialer, limits);
  // Neither visitors who count nor those who read can make the balancers' question wait.
  const pings = new Line(dialer, pingLimits);
  const lines = [writes, reads, pings];

  return {
    name: "pg",
    migrate: () => migrate(config, limits.dialMs),
    async increment(by) {
      requireStep(by);
      return writes.use((client) => total(client, increment, [String(by)]), isSound);
    },
    read: shared(reads, (client) => total(client, read), isSound),
    async ping() {
      requireRoom(await pings.use((client) => total(client, ping), isSound));
    },
    load: () => loadOf(lines),
    async close() {
      await Promise.all(lines.map((line) => line.close()));
    },
  };
}

/** Leaves the administrator's credentials alone where the application can do its work: nobody needs them any more. */
async function migrate(config: PgConfig, dialMs: number): Promise<void> {
  const { appCredentials } = config;
  if (appCredentials && (await isReady({ ...config, credentials: appCredentials }, dialMs))) return;
  const sql = migration(appCredentials?.username);
  await once(config, dialMs, (client) => ask(client.query(sql)));
}

/** Whether the application can log in and count; what keeps it from that, the migration repairs or says itself. */
async function isReady(config: PgConfig, dialMs: number): Promise<boolean> {
  try {
    const row = await once(config, dialMs, (client) => run(client, readiness));
    return row?.[0] === "t";
  } catch {
    return false;
  }
}

/** Opens a connection for one piece of a migration. */
async function once<T>(
  config: PgConfig,
  dialMs: number,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const dialer = pgDialer(config, MIGRATION_MS);
  const client = await dial(dialer, dialMs);
  try {
    return await withDeadline(work(client), MIGRATION_MS, unanswered);
  } finally {
    await hangUp(dialer, client);
  }
}

async function total(client: pg.Client, statement: Statement, values?: string[]): Promise<number> {
  return totalOf(await ask(run(client, statement, values)));
}

async function ask<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw storeErrorOf(error);
  }
}

function unanswered(): StoreError {
  return new StoreError("uncertain", `PostgreSQL did not finish the migration within ${MIGRATION_MS} ms`);
}

function totalOf(row: Row | undefined): number {
  if (row === undefined) throw missingCounter();
  return exactTotal(row[0]);
}
