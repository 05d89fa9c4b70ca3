import type pg from "pg";
import type { PgConfig } from "../config/database-config";
import {
  defaultLimits,
  SingleConnection,
  type SingleConnectionLimits,
  loadOf,
  pingLimits,
  shared,
} from "./single-connection";
import { pgDialer } from "./pg-connection";
import { isSound, storeErrorOf } from "./pg-errors";
import { PgMigrator } from "./pg-migrator";
import { trusting } from "./pg-tls";
import { type Row, run, type Statement } from "./pg-statement";
import { type CounterStore, exactTotal, missingCounter, requireRoom, requireStep } from "./store";

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

/** Opens the counter in PostgreSQL, over TLS whose chain and name are verified. */
export function open(config: PgConfig, limits: SingleConnectionLimits = defaultLimits): CounterStore {
  const tls = config.tls === "off" ? undefined : trusting(config.tls.caFile);
  const dialer = pgDialer(config, tls, limits.statementMs);
  const writes = new SingleConnection(dialer, limits);
  const reads = new SingleConnection(dialer, limits);
  // Neither visitors who count nor those who read can make the balancers' question wait.
  const pings = new SingleConnection(dialer, pingLimits);
  const migrator = new PgMigrator(config, tls, limits.dialMs);
  const lines = [writes, reads, pings];

  return {
    name: "pg",
    migrate: () => migrator.migrate(),
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

function totalOf(row: Row | undefined): number {
  if (row === undefined) throw missingCounter();
  return exactTotal(row[0]);
}
