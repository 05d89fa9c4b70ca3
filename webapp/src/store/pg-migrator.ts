import type { SecureContext } from "node:tls";
import type pg from "pg";
import type { PgConfig } from "../config/database-config";
import { withDeadline } from "../counting/deadline";
import { dial, type Dialer, hangUp } from "./dial";
import { pgDialer } from "./pg-connection";
import { storeErrorOf } from "./pg-errors";
import { migration, readiness } from "./pg-migration";
import { run, withSettings } from "./pg-statement";
import { StoreError } from "./store";

/** A migration waits for those of other servers, so it may take longer than a visit. */
const MIGRATION_MS = 30_000;

/** Creates the counter, and the application's role; what it learned of credentials is kept from one attempt to the next. */
export class PgMigrator {
  private readonly administrator: Dialer<pg.Client>;
  private readonly application: Dialer<pg.Client> | undefined;
  private readonly sql: string;

  constructor(
    config: PgConfig,
    tls: SecureContext | undefined,
    private readonly dialMs: number,
  ) {
    const { appCredentials: credentials } = config;
    this.sql = migration(credentials?.username);
    this.administrator = pgDialer(config, tls, MIGRATION_MS);
    if (credentials !== undefined) this.application = pgDialer({ ...config, credentials }, tls, MIGRATION_MS);
  }

  /** Leaves the administrator's credentials alone where the application can do its work: nobody needs them any more. */
  async migrate(): Promise<void> {
    if (this.application !== undefined && (await this.isReady(this.application))) return;
    await this.once(this.administrator, async (client) => {
      try {
        await client.query(withSettings(client, this.sql));
      } catch (error) {
        throw storeErrorOf(error);
      }
    });
  }

  /** Whether the application can log in and count; what keeps it from that, the migration repairs or says itself. */
  private async isReady(application: Dialer<pg.Client>): Promise<boolean> {
    try {
      const row = await this.once(application, (client) => run(client, readiness));
      return row?.[0] === "t";
    } catch {
      return false;
    }
  }

  private async once<T>(dialer: Dialer<pg.Client>, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = await dial(dialer, this.dialMs);
    try {
      return await withDeadline(work(client), MIGRATION_MS, unanswered);
    } finally {
      await hangUp(dialer, client);
    }
  }
}

function unanswered(): StoreError {
  return new StoreError("uncertain", `PostgreSQL did not finish the migration within ${MIGRATION_MS} ms`);
}
