import { existsSync } from "node:fs";
import pg from "pg";
import { administer, createDatabase, temporaryPostgres } from "../webapp/test/support/database";
import { runArtifact, type Server } from "../webapp/test/support/artifact";
import { environmentFor } from "../local/web-app";
import type { Postgres } from "../local/postgres";
import { type Contenders, contenders, end } from "./contenders";
import { delayed } from "./delay-proxy";

/**
 * Where a database keeps its data: on the disk, or in memory where the system has such a folder. What a commit takes in
 * memory, `commit_delay` alone decides, and not what else a virtual disk is doing.
 */
export type Medium = "disk" | "memory";

/** Everything that measurements share: one PostgreSQL with `fsync` on, over TLS, and servers on it. */
export interface Stage {
  readonly contenders: Contenders;
  /** A database with an empty counter. */
  readonly database: Postgres;
  /** Runs `work` while each commit takes so many milliseconds longer. */
  withCommit<T>(delayMs: number, work: () => Promise<T>): Promise<T>;
  /** Runs `work` with the database so far away. */
  withDistance<T>(roundTripMs: number, work: (database: Postgres) => Promise<T>): Promise<T>;
  /** Total in the database. */
  total(): Promise<number>;
  /**
   * Durations of one update and its commit without other load, in milliseconds, so many of them.
   *
   * @param database - another way to the database, if it is not the near one
   */
  updates(times: number, database?: Postgres): Promise<number[]>;
  /** Where its data is in the end. */
  readonly medium: Medium;
  /** Ends everything. */
  close(): Promise<void>;
}

/** A folder in memory, on Linux. */
const MEMORY = "/dev/shm";

/** Sets the stage. */
export async function openStage(wanted: Medium): Promise<Stage> {
  const medium = wanted === "memory" && existsSync(MEMORY) ? "memory" : "disk";
  const postgres = await temporaryPostgres({
    tls: true,
    settings: { commit_siblings: "0" },
    ...(medium === "memory" && { parent: MEMORY }),
  });
  const database = await createDatabase(postgres, "bench");
  const all = await contenders();
  if ((await runArtifact(all.artifact, ["migrate"], environmentFor(database)).ended) !== 0)
    throw new Error("the schema could not be created");
  return {
    contenders: all,
    medium,
    database,
    async withCommit(delayMs, work) {
      await setCommitDelay(postgres, delayMs);
      try {
        return await work();
      } finally {
        await setCommitDelay(postgres, 0);
      }
    },
    async withDistance(roundTripMs, work) {
      const proxy = await delayed(database.port, roundTripMs);
      try {
        return await work({ ...database, port: proxy.port });
      } finally {
        proxy.stop();
      }
    },
    total: async () => Number((await administer(database, "SELECT visits FROM counter"))[0]?.visits),
    updates: (times, way = database) => updates(way, times),
    async close() {
      all.remove();
      await postgres.stop();
    },
  };
}

/** Runs `work` with servers that end after it. */
export async function withServers<T>(
  starting: readonly Promise<Server>[],
  work: (servers: Server[]) => Promise<T>,
): Promise<T> {
  const servers = await Promise.all(starting);
  try {
    return await work(servers);
  } finally {
    await Promise.all(servers.map(end));
  }
}

async function updates(database: Postgres, count: number): Promise<number[]> {
  const { host, port, user, password, database: name } = database;
  const client = new pg.Client({
    host,
    port,
    user,
    password,
    database: name,
    ssl: { rejectUnauthorized: false },
  });
  await client.connect();
  const times: number[] = [];
  for (let commit = 0; commit < count; commit++) {
    const begin = performance.now();
    await client.query({ name: "touch", text: "UPDATE counter SET visits = visits WHERE id = 1" });
    times.push(performance.now() - begin);
  }
  await client.end();
  return times;
}

/** The delay is added to what the medium takes, whether or not others commit at the same time. */
async function setCommitDelay(postgres: Postgres, delayMs: number): Promise<void> {
  await administer(postgres, `ALTER SYSTEM SET commit_delay = ${delayMs * 1_000}`);
  await administer(postgres, "SELECT pg_reload_conf()");
}
