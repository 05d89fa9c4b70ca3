import type { IConstruct } from "constructs";
import { checkLogRetention, requireThat } from "./shared";
import type { ITieredNetwork } from "./tiered-network";

/** Connection of the web app to its database. Carries references to secrets, never a secret. */
export interface DatabaseConnection {
  /** The web app's database driver. */
  readonly driver: "pg" | "oracledb";
  /** Variables for `serve`, exactly those that `webapp/src/config/config.ts` validates. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables for `migrate`, which prepares the database and so may log in as somebody else. */
  readonly migration: Readonly<Record<string, string>>;
}

/** Properties of {@link PrivateDatabase}. */
export interface PrivateDatabaseProps {
  /** Network whose data tier holds the database. */
  readonly network: ITieredNetwork;
  /**
   * Name of the database: a lower-case letter, then up to 13 lower-case letters and digits (Autonomous Database allows
   * no more).
   *
   * @default "counter"
   */
  readonly databaseName?: string;
  /**
   * Days that automatic backups are kept, 1 or more.
   *
   * @default - as long as the cloud keeps them: 35 days on AWS (1 without `deletionProtected`), 60 on OCI
   */
  readonly backupRetentionDays?: number;
  /**
   * Whether a synchronous standby takes over when the database or its data centre fails. Doubles the price.
   *
   * @default false
   */
  readonly standby?: boolean;
  /**
   * Whether the database refuses to be destroyed until this is set to false and applied.
   *
   * @default true
   */
  readonly deletionProtected?: boolean;
  /**
   * Days that the database's logs are kept: 30, 60, 90, 120, 150 or 180.
   *
   * @default 30
   */
  readonly logRetentionDays?: number;
}

/** A managed database, encrypted, without an address on the internet, that admits only the clients it was told of. */
export interface IPrivateDatabase extends IConstruct {
  /** Connection of the web app to this database. */
  readonly connection: DatabaseConnection;
}

/**
 * Refuses values that the cloud does not take.
 *
 * @param scope construct that was given the props
 * @param longestRetention days that the cloud keeps automatic backups at the most
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkDatabaseProps(
  scope: IConstruct,
  { databaseName, backupRetentionDays, logRetentionDays }: PrivateDatabaseProps,
  longestRetention: number,
): void {
  checkLogRetention(scope, logRetentionDays);
  if (databaseName !== undefined)
    requireThat(
      scope,
      "databaseName",
      databaseName,
      "be a lower-case letter, then up to 13 lower-case letters and digits",
      (name) => /^[a-z][a-z0-9]{0,13}$/.test(name),
    );
  if (backupRetentionDays !== undefined)
    requireThat(
      scope,
      "backupRetentionDays",
      backupRetentionDays,
      `be a whole number from 1 to ${longestRetention}`,
      (days) => Number.isInteger(days) && days >= 1 && days <= longestRetention,
    );
}
