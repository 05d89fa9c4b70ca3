import type { BindParameters, Connection } from "oracledb";
import type { Credentials } from "../credentials";

/** One statement of a migration, and how to tell that there is nothing to do. */
export interface Step {
  /** Statement to run. */
  readonly sql: string;
  /**
   * Values for its placeholders.
   *
   * @default - it has none
   */
  readonly binds?: BindParameters;
  /**
   * Query that finds a row where the statement was run before: a repeated `GRANT` would invalidate what the other
   * servers' statements are compiled to.
   *
   * @default - the statement runs, and may find what it creates
   */
  readonly unless?: { readonly sql: string; readonly binds: BindParameters };
  /**
   * Whether counting does without it, so that a database that refuses it is no obstacle.
   *
   * @default false
   */
  readonly optional?: boolean;
}

/** The table and its only row. */
export const schema: readonly Step[] = [
  {
    sql: `CREATE TABLE counter (
  id NUMBER(1) PRIMARY KEY CHECK (id = 1),
  visits NUMBER(16) NOT NULL CHECK (visits BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER})
)`,
  },
  { sql: "INSERT INTO counter (id, visits) VALUES (1, 0)" },
];

/**
 * A user with just the rights that counting takes: on 19c and 26ai alike it owns nothing and has no role.
 *
 * It gets SELECT and not READ, because an UPDATE with a condition asks for SELECT where `sql92_security` is on, which is
 * the default.
 */
export function userSteps({ user, password }: Credentials): readonly Step[] {
  return [
    withPassword("CREATE USER", { user, password }),
    {
      sql: `GRANT CREATE SESSION TO ${quoted(user)}`,
      unless: {
        sql: "SELECT 1 FROM dba_sys_privs WHERE grantee = :grantee AND privilege = 'CREATE SESSION'",
        binds: { grantee: user },
      },
    },
    {
      sql: `GRANT SELECT ON counter TO ${quoted(user)}`,
      unless: {
        sql: "SELECT 1 FROM user_tab_privs_made WHERE grantee = :grantee AND table_name = 'COUNTER' AND privilege = 'SELECT'",
        binds: { grantee: user },
      },
    },
    {
      sql: `GRANT UPDATE (visits) ON counter TO ${quoted(user)}`,
      unless: {
        sql: "SELECT 1 FROM user_col_privs_made WHERE grantee = :grantee AND table_name = 'COUNTER' AND column_name = 'VISITS' AND privilege = 'UPDATE'",
        binds: { grantee: user },
      },
    },
  ];
}

/**
 * A profile in which the user's password does not expire, for a user that has no other profile of its own: nobody types it, Vault
 * renews it when it is told to, and the profile DEFAULT would shut the application out after 180 or 360 days
 * (https://docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/CREATE-PROFILE.html). All other limits are those of DEFAULT.
 */
export function profileSteps({ user }: Credentials): readonly Step[] {
  return [
    {
      sql: "CREATE PROFILE counter_app LIMIT PASSWORD_LIFE_TIME UNLIMITED",
      unless: { sql: "SELECT 1 FROM dba_profiles WHERE profile = 'COUNTER_APP'", binds: {} },
      optional: true,
    },
    {
      sql: `ALTER USER ${quoted(user)} PROFILE counter_app`,
      unless: {
        sql: "SELECT 1 FROM dba_users WHERE username = :username AND profile <> 'DEFAULT'",
        binds: { username: user },
      },
      optional: true,
    },
  ];
}

/** Gives the user the password that the secret has now. */
export function passwordStep(login: Credentials): Step {
  return withPassword("ALTER USER", login, " ACCOUNT UNLOCK");
}

/** Lets a locked user in again; Autonomous Database refuses to set the password that the user has, so it stays. */
export function unlockStep({ user }: Credentials): Step {
  return { sql: `ALTER USER ${quoted(user)} ACCOUNT UNLOCK` };
}

/** A password cannot be bound in DDL. Bound in a block and quoted by the database, it stands in no statement's text. */
function withPassword(verb: string, { user, password }: Credentials, rest = ""): Step {
  const ddl = `'${verb} ${quoted(user)} IDENTIFIED BY ' || DBMS_ASSERT.ENQUOTE_NAME(:password, FALSE) || '${rest}'`;
  return { sql: `BEGIN EXECUTE IMMEDIATE ${ddl}; END;`, binds: { password } };
}

/** Configuration allows names of capital letters, digits and _ only; quotes keep reserved words apart. */
function quoted(user: string): string {
  if (!/^[A-Z][A-Z0-9_]*$/.test(user))
    throw new RangeError(`\`user\` must be of capital letters, digits and _, got ${JSON.stringify(user)}`);
  return `"${user}"`;
}

/** Whether a step was done before. */
export async function isDone(connection: Connection, { unless }: Step): Promise<boolean> {
  if (!unless) return false;
  const { rows } = await connection.execute(unless.sql, unless.binds);
  return rows !== undefined && rows.length > 0;
}
