import type driver from "oracledb";
import type { OracledbConfig } from "../config/database-config";
import { type Credentials, openCredentials } from "../credentials";
import { dial, type Dialer, hangUp } from "./dial";
import { oracleDialer } from "./oracledb-connection";
import {
  isBroken,
  isLocked,
  isPresent,
  isShutOut,
  needsAdministrator,
  passwordAdvice,
} from "./oracledb-errors";
import {
  isDone,
  passwordStep,
  profileSteps,
  schema,
  type Step,
  unlockStep,
  userSteps,
} from "./oracledb-migration";
import { ask, requireCounting } from "./oracledb-statements";
import { pauses, RefusedPassword } from "./refused-password";
import { RefusedVersion } from "./refused-version";
import { StoreError } from "./store";

const MIGRATION_MS = 30_000;

/**
 * Time limit of the administrator's log-in, in milliseconds: nobody waits for it, and one that is given up before its answer
 * would be made again.
 */
const ADMINISTRATOR_DIAL_MS = 60_000;

type Connection = driver.Connection;

/** Creates the counter, and the application's user; what it learns of refused passwords is kept from one attempt to the next. */
export class OracleMigrator {
  private readonly administrator: Dialer<Connection>;
  private readonly application: Dialer<Connection> | undefined;
  private readonly refused = new RefusedPassword(pauses.application);
  /** The application's password that the database did not take, and what to do about it. */
  private unfit: { readonly password: string; readonly advice: string } | undefined;

  constructor(
    private readonly config: OracledbConfig,
    private readonly dialMs: number,
  ) {
    const { appCredentials: credentials, stateDirectory } = config;
    const kept = stateDirectory === undefined ? undefined : new RefusedVersion(stateDirectory);
    const refused = new RefusedPassword(pauses.administrator, undefined, kept);
    // A second log-in beside one that is slow would offer the password twice.
    this.administrator = oracleDialer(config, MIGRATION_MS, refused, Infinity);
    if (credentials !== undefined)
      this.application = oracleDialer({ ...config, credentials }, MIGRATION_MS, this.refused);
  }

  /** Leaves the administrator's password alone where the application can do its work: nobody needs it any more. */
  async migrate(): Promise<void> {
    if (this.application !== undefined && (await this.isReady(this.application))) return;
    await this.requireFitPassword();
    await this.asAdministrator(async (connection) => {
      await run(connection, schema);
      if (this.config.appCredentials === undefined || this.application === undefined) return;
      const login = await openCredentials(this.config.appCredentials)();
      await this.give(connection, userSteps(login), login);
      // It was refused while there was no such user; by now this server has made it, or another one.
      this.refused.forget();
      let refusal = await this.refusalOf(this.application);
      if (isLocked(refusal)) {
        await run(connection, [unlockStep(login)]);
        refusal = await this.refusalOf(this.application);
      }
      if (refusal !== undefined) await this.give(connection, [passwordStep(login)], login);
      await run(connection, profileSteps(login));
      this.refused.forget();
    });
  }

  /** Runs steps that set the application's password; one that the database does not take is remembered, and not sent again. */
  private async give(connection: Connection, steps: readonly Step[], login: Credentials): Promise<void> {
    try {
      await run(connection, steps);
    } catch (error) {
      const advice = error instanceof StoreError ? passwordAdvice(error.cause) : undefined;
      if (advice === undefined) throw error;
      this.unfit = { password: login.password, advice };
      throw new StoreError("rejected", advice);
    }
  }

  /** Throws while the secret holds the password that the database did not take: only another one will help. */
  private async requireFitPassword(): Promise<void> {
    if (this.unfit === undefined || this.config.appCredentials === undefined) return;
    const { password } = await openCredentials(this.config.appCredentials)();
    if (password === this.unfit.password) throw new StoreError("rejected", this.unfit.advice);
  }

  /**
   * Whether the application can log in and count, or else the administrator is needed.
   *
   * @throws {StoreError} for what no administrator mends, such as a database that is away
   */
  private async isReady(application: Dialer<Connection>): Promise<boolean> {
    const { credentials } = this.config;
    // The counter is in the schema of whoever creates it.
    const table = "username" in credentials ? `${credentials.username}.counter` : "counter";
    try {
      await this.once(application, (connection) => requireCounting(connection, table));
      return true;
    } catch (error) {
      if (needsAdministrator(error)) return false;
      throw error;
    }
  }

  /** Why the user is kept out: a secret may have been rotated, or the account locked, since it was created. */
  private async refusalOf(application: Dialer<Connection>): Promise<unknown> {
    try {
      await this.once(application, () => Promise.resolve());
      return undefined;
    } catch (error) {
      if (error instanceof StoreError && isShutOut(error.cause)) return error.cause;
      throw error;
    }
  }

  private asAdministrator(work: (connection: Connection) => Promise<void>): Promise<void> {
    return this.once(this.administrator, work, ADMINISTRATOR_DIAL_MS);
  }

  private async once<T>(
    dialer: Dialer<Connection>,
    work: (connection: Connection) => Promise<T>,
    dialMs = this.dialMs,
  ): Promise<T> {
    const connection = await dial(dialer, dialMs);
    try {
      return await work(connection);
    } finally {
      await hangUp(dialer, connection);
    }
  }
}

/** Runs each step that was not done before; another server may have been first. */
async function run(connection: Connection, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (await ask(isDone(connection, step))) continue;
    const created = connection
      .execute(step.sql, step.binds ?? {}, { autoCommit: true })
      .catch((error: unknown) =>
        isPresent(error) || (step.optional && !isBroken(error)) ? undefined : Promise.reject(error as Error),
      );
    await ask(created);
  }
}
