import type { IConstruct } from "constructs";
import type { ITieredNetwork } from "./tiered-network";

/** How the web app reaches its database. Carries references to secrets, never a secret. */
export interface DatabaseConnection {
  /** The web app's database driver. */
  readonly driver: "pg" | "oracledb";
  /** Variables for the web app's process, exactly those that `webapp/src/config.ts` validates. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What every cloud's database can be told. */
export interface PrivateDatabaseProps {
  /** Network whose data tier holds the database. */
  readonly network: ITieredNetwork;
  /**
   * Name of the database: a letter, then letters and digits, 14 characters at most (Autonomous Database allows no more).
   *
   * @default "counter"
   */
  readonly databaseName?: string;
  /**
   * Days that automatic backups are kept, 1 to 35 (the range that both clouds allow).
   *
   * @default 7
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
}

/** A managed database, encrypted, without an address on the internet, that admits only the clients it was told of. */
export interface IPrivateDatabase extends IConstruct {
  /** How the web app reaches this database. */
  readonly connection: DatabaseConnection;
}
