import { readFileSync } from "node:fs";
import pg from "pg";
import type { PgConfig } from "../config";
import { openCredentials } from "../credentials";
import { withDeadline } from "../deadline";
import { defaultLimits, type Dialer, Line, type LineLimits, loadOf, pingLimits, shared } from "./line";
import { migration, readiness } from "./pg-migration";
import { type Row, run, type Statement } from "./pg-statement";
import { type CounterStore, exactTotal, missingCounter, requireStep, StoreError } from "./store";

const increment = {
  name: "increment",
  text: "UPDATE counter SET visits = visits + $1 WHERE id = 1 RETURNING visits",
};
const read = { name: "read", text: "SELECT visits FROM counter WHERE id = 1" };
const ping = {
  name: "ping",
  text: "SELECT visits, current_setting('transaction_read_only') FROM counter WHERE id = 1",
};

/** A migration waits for those of other servers, so it may take longer than a visit. */
const MIGRATION_MS = 30_000;

/** Opens the counter in PostgreSQL, over TLS whose chain and name are verified. */
export function open(config: PgConfig, limits: LineLimits = defaultLimits): CounterStore {
  const dialer = pgDialer(config, limits);
  const writes = new Line(dialer, limits);
  const reads = new Line(dialer, limits);
  // Neither visitors who count nor those who read can make the balancers' question wait.
  const pings = new Line(dialer, pingLimits);
  const lines = [writes, reads, pings];

  return {
    name: "pg",
    migrate: () => migrate(config, { ...limits, statementMs: MIGRATION_MS }),
    async increment(by) {
      requireStep(by);
      return writes.use((client) => total(client, increment, [String(by)]), sound);
    },
    read: shared(reads, (client) => total(client, read), sound),
    async ping() {
      await pings.use(requireWritable, sound);
    },
    load: () => loadOf(lines),
    async close() {
      await Promise.all(lines.map((line) => line.close()));
    },
  };
}

function pgDialer(config: PgConfig, limits: LineLimits): Dialer<pg.Client> {
  const credentials = openCredentials(config.credentials);
  const lost = new WeakSet<pg.Client>();
  return {
    async dial() {
      const client = new pg.Client({ ...clientOptions(config, limits), ...(await credentials()) });
      // Without a listener, Node ends the process when an idle connection breaks.
      client.on("error", () => lost.add(client)).on("end", () => lost.add(client));
      await client.connect().catch((error: unknown) => {
        throw new StoreError("unavailable", "no connection to PostgreSQL could be made", { cause: error });
      });
      return client;
    },
    alive: (client) => !lost.has(client),
    hangUp: (client) => (lost.has(client) ? Promise.resolve() : client.end()),
  };
}

function clientOptions(
  { host, port, name, tls }: PgConfig,
  { waitMs, statementMs }: LineLimits,
): pg.ClientConfig {
  return {
    host,
    port,
    database: name,
    // `ca` alone leaves Node's defaults in force: the chain and the host's name are both verified.
    ssl: tls === "off" ? false : { ca: readFileSync(tls.caFile, "utf8") },
    application_name: "counterpart",
    // A number is promised once its commit is on the disk, however somebody configured the server.
    options: "-c synchronous_commit=on",
    connectionTimeoutMillis: waitMs,
    // The server gives up a little earlier than the client, so that its answer is still heard.
    statement_timeout: Math.ceil(statementMs * 0.9),
    keepAlive: true,
  };
}

/** Leaves the administrator's credentials alone where the application can do its work: nobody needs them any more. */
async function migrate(config: PgConfig, limits: LineLimits): Promise<void> {
  const { appCredentials } = config;
  if (appCredentials && (await isReady({ ...config, credentials: appCredentials }, limits))) return;
  const sql = migration(appCredentials?.username);
  await once(pgDialer(config, limits), (client) => ask(client.query(sql)));
}

/** Whether the application can log in and count; what keeps it from that, the migration repairs or says itself. */
async function isReady(config: PgConfig, limits: LineLimits): Promise<boolean> {
  try {
    const row = await once(pgDialer(config, limits), (client) => run(client, readiness));
    return row?.[0] === "t";
  } catch {
    return false;
  }
}

/** Opens a connection for one piece of a migration. */
async function once<T>(dialer: Dialer<pg.Client>, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await dialer.dial();
  try {
    return await withDeadline(work(client), MIGRATION_MS, unanswered);
  } finally {
    await dialer.hangUp(client);
  }
}

async function total(client: pg.Client, statement: Statement, values?: string[]): Promise<number> {
  return totalOf(await ask(run(client, statement, values)));
}

async function ask<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (codeOf(error) === READ_ONLY) throw new ReadOnlyError({ cause: error });
    throw new StoreError(outcomeOf(error), "PostgreSQL did not run the statement", { cause: error });
  }
}

/** A server that only reads answers, but counts no visit. */
async function requireWritable(client: pg.Client): Promise<void> {
  const row = await ask(run(client, ping));
  totalOf(row);
  if (row?.[1] === "on") throw new ReadOnlyError();
}

function unanswered(): StoreError {
  return new StoreError("uncertain", `PostgreSQL did not finish the migration within ${MIGRATION_MS} ms`);
}

function totalOf(row: Row | undefined): number {
  if (row === undefined) throw missingCounter();
  return exactTotal(row[0]);
}

/** Classes of SQLSTATE that a repetition does not cure: wrong data, wrong constraint, wrong name or right. */
const PERMANENT = /^(22|23|42)/;
/** States in which the server says good-bye: what became of the statement is not known. */
const FAREWELL = /^(08|57P)/;

const READ_ONLY = "25006";

/** The server takes no writes, as one that was the primary until now; a new connection may lead to the one that does. */
class ReadOnlyError extends StoreError {
  constructor(options?: ErrorOptions) {
    super("unavailable", "PostgreSQL is read-only", options);
  }
}

function codeOf(error: unknown): string {
  return error instanceof pg.DatabaseError ? (error.code ?? "") : "";
}

function outcomeOf(error: unknown): StoreError["outcome"] {
  const code = codeOf(error);
  if (code === "57P03") return "unavailable";
  if (code === "" || FAREWELL.test(code) || !undone(error)) return "uncertain";
  return PERMANENT.test(code) ? "rejected" : "unavailable";
}

/**
 * Only an `ERROR` undoes its statement. A disk that is full while a commit is written is a `PANIC` of the same state, and
 * recovery may find that commit on the disk.
 */
function undone(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === "ERROR";
}

/**
 * Classes that speak of this connection: a prepared statement whose table was altered, or that somebody deallocated. It is
 * prepared anew on a new one, and on this one never.
 */
const STALE = /^(0A|26)/;

/** Whether the connection is as good as before: it answered, to the right server, and can run the statement again. */
function sound(error: unknown): boolean {
  if (!(error instanceof StoreError) || error instanceof ReadOnlyError) return false;
  return error.outcome !== "uncertain" && !STALE.test(codeOf(error.cause));
}
