import { readFileSync } from "node:fs";
import { expect } from "@jest/globals";
import pg from "pg";
import type { Postgres } from "../../../local/postgres";
import { environmentFor } from "../../../local/web-app";
import { runArtifact, type Server } from "../support/artifact";
import { administer, createDatabase } from "../support/database";
import type { CrowdOptions } from "./crowd";
import { type CloseOptions, type Load, load, ServerUnderLoad } from "./load";
import type { SharedCounter } from "./cases/both/rolling";
import { artifact, cluster, start } from "./stage";

/** Options of a scene. */
export interface SceneOptions extends CrowdOptions {
  /**
   * Whose database it is.
   *
   * @default - the cluster that all faults share
   */
  readonly on?: Postgres;
  /**
   * Port where the server finds the database.
   *
   * @default - the database's own
   */
  readonly port?: number;
  /**
   * Variables of the server besides those of its database, or instead of them.
   *
   * @default - none
   */
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Change of the database between the migration and the server's start.
   *
   * @default - nothing
   */
  readonly prepare?: (database: Postgres) => Promise<unknown>;
}

/** Further facts at the end of a scene with PostgreSQL. */
interface PostgresCloseOptions extends CloseOptions {
  /**
   * Where the counter is by now.
   *
   * @default - where it was
   */
  readonly database?: Postgres;
}

/** A server under load on a counter of its own in PostgreSQL. */
export class Scene extends ServerUnderLoad {
  private constructor(
    /** The counter's database. */
    readonly database: Postgres,
    parts: Load,
  ) {
    super(parts);
  }

  /** Starts everything and resolves once visits are counted. */
  static async open(name: string, { on, port, env, prepare, ...crowd }: SceneOptions = {}): Promise<Scene> {
    const database = await createDatabase(on ?? cluster.address, name);
    await migrate(database);
    await prepare?.(database);
    const server = await serve({ ...database, port: port ?? database.port }, env);
    return new Scene(database, await load(server, crowd));
  }

  override visits(): Promise<number> {
    return visitsIn(this.database);
  }

  override async lockRow(): Promise<() => Promise<void>> {
    const other = await somebody(this.database);
    await other.query("BEGIN; SELECT visits FROM counter FOR UPDATE");
    return async () => {
      await other.query("COMMIT");
      await other.end();
    };
  }

  override close({ strangers = 0, database = this.database }: PostgresCloseOptions = {}): Promise<void> {
    return this.end(() => visitsIn(database), strangers);
  }
}

/** Creates the counter. */
export async function migrate(database: Postgres): Promise<void> {
  await expect(runArtifact(artifact.path, ["migrate"], environmentFor(database)).ended).resolves.toBe(0);
}

/** A counter in PostgreSQL for several servers. */
export async function sharedCounter(name: string): Promise<SharedCounter> {
  const database = await createDatabase(cluster.address, name);
  await migrate(database);
  return { serve: (env) => serve(database, env), visits: () => visitsIn(database) };
}

/** Starts a server of the artifact, which the test's end ends at the latest. */
export async function serve(database: Postgres, env: NodeJS.ProcessEnv = {}): Promise<Server> {
  return start({ ...environmentFor(database), ...env });
}

/** Logs in past the app, as somebody who does something to the counter meanwhile. */
export async function somebody({
  host,
  port,
  user,
  password,
  database,
  caFile,
}: Postgres): Promise<pg.Client> {
  const ssl = caFile === undefined ? false : { ca: readFileSync(caFile, "utf8") };
  const client = new pg.Client({ host, port, user, password, database, ssl });
  // Whoever breaks the database breaks this connection too; its statements tell.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** The visits that a database counted. */
export async function visitsIn(database: Postgres): Promise<number> {
  const [row] = await administer(database, "SELECT visits FROM counter");
  return Number(row?.visits);
}
