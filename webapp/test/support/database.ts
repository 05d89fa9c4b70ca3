import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { type Postgres, type PostgresOptions, startPostgres } from "../../../local/postgres";
import type { PgConfig } from "../../src/config/database-config";

/** A folder of this test's own; whoever runs as root lets PostgreSQL's user in. */
export function temporaryFolder(parent = tmpdir()): { path: string; remove(): void } {
  const folder = mkdtempSync(path.join(parent, "counter-test-"));
  chmodSync(folder, 0o755);
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A real PostgreSQL for one test file. */
export async function temporaryPostgres({
  parent,
  ...options
}: Omit<PostgresOptions, "folder"> & { parent?: string } = {}): Promise<Postgres> {
  const folder = temporaryFolder(parent);
  const database = await startPostgres({ folder: path.join(folder.path, "postgres"), ...options });
  return {
    ...database,
    async stop() {
      await database.stop();
      folder.remove();
    },
  };
}

/** Creates an empty database, so that each test starts from nothing. */
export async function createDatabase(server: Postgres, name: string): Promise<Postgres> {
  await administer(server, `CREATE DATABASE "${name}"`);
  return { ...server, database: name };
}

/** Runs SQL as the administrator, past the store. */
export async function administer(server: Postgres, sql: string): Promise<Record<string, unknown>[]> {
  const { host, port, user, password, database } = server;
  const client = new pg.Client({
    host,
    port,
    user,
    password,
    database,
    ssl: server.caFile ? { rejectUnauthorized: false } : false,
  });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The store's configuration for a test's database. */
export function configFor(server: Postgres): PgConfig {
  return {
    driver: "pg",
    host: server.host,
    port: server.port,
    name: server.database,
    tls: server.caFile === undefined ? "off" : { caFile: server.caFile },
    credentials: { source: "env", username: server.user, password: server.password },
  };
}
