import { TYPE } from "../ttc/constants";
import type { Column } from "../ttc/answers";

/** Statements about accounts; PostgreSQL has the user and its rights, this server its password. */
export type AccountVerb = "create" | "password" | "unlock" | "drop" | "create profile" | "profile";

/** A statement of Oracle that this server knows, and what it is on PostgreSQL. */
export interface Statement {
  /** The statement. `{table}` is the counter, with or without its schema, and `{user}` a user in double quotes. */
  readonly oracle: string;
  /** Effect on the transaction: `ddl` commits before and after, a `block` leaves that to its content. */
  readonly kind: "query" | "dml" | "ddl" | "block";
  /** The same on PostgreSQL; `$1` is the first bind that goes in. Empty where an account's verb does everything. */
  readonly postgres: string;
  /**
   * Columns of a query, or binds of `RETURNING INTO`.
   *
   * @default - none
   */
  readonly columns?: readonly Column[];
  /**
   * Effect on an account.
   *
   * @default - nothing
   */
  readonly account?: AccountVerb;
  /**
   * The password of an account that stands in the statement, `{password}`, or is bound.
   *
   * @default - it has none
   */
  readonly password?: "bound" | "written";
}

const visits: Column = { name: "VISITS", type: TYPE.NUMBER };
const one: readonly Column[] = [{ name: "1", type: TYPE.NUMBER }];
const role: Column = { name: "SYS_CONTEXT('USERENV','DATABASE_ROLE')", type: TYPE.VARCHAR };

/** A password cannot be bound in DDL, so the app has a block put the statement together. */
const block = (verb: string, rest: string) =>
  `BEGIN EXECUTE IMMEDIATE '${verb} {user} IDENTIFIED BY ' || DBMS_ASSERT.ENQUOTE_NAME(:password, FALSE) || '${rest}'; END;`;

/** Statements that the app runs. */
export const appStatements: readonly Statement[] = [
  {
    oracle: "UPDATE {table} SET visits = visits + :step WHERE id = 1 RETURNING visits INTO :visits",
    kind: "dml",
    postgres: "UPDATE {table} SET visits = visits + $1::numeric WHERE id = 1 RETURNING visits",
    columns: [visits],
  },
  {
    oracle: "SELECT visits FROM {table} WHERE id = 1",
    kind: "query",
    postgres: "SELECT visits FROM {table} WHERE id = 1",
    columns: [visits],
  },
  {
    oracle: "SELECT visits, SYS_CONTEXT('USERENV', 'DATABASE_ROLE') FROM {table} WHERE id = 1",
    kind: "query",
    postgres: "SELECT visits, {role} FROM {table} WHERE id = 1",
    columns: [visits, role],
  },
  {
    oracle: "UPDATE {table} SET visits = visits + 1 WHERE id = 1 AND 1 = 0",
    kind: "dml",
    postgres: "UPDATE {table} SET visits = visits + 1 WHERE id = 1 AND 1 = 0",
  },
  {
    oracle:
      "CREATE TABLE counter ( id NUMBER(1) PRIMARY KEY CHECK (id = 1), visits NUMBER(16) NOT NULL CHECK (visits BETWEEN 0 AND 9007199254740991) )",
    kind: "ddl",
    postgres:
      "CREATE TABLE counter (id numeric(1) PRIMARY KEY CHECK (id = 1), visits numeric(16) NOT NULL CHECK (visits BETWEEN 0 AND 9007199254740991))",
  },
  {
    oracle: "INSERT INTO {table} (id, visits) VALUES (1, 0)",
    kind: "dml",
    postgres: "INSERT INTO {table} (id, visits) VALUES (1, 0)",
  },
  { oracle: block("CREATE USER", ""), kind: "block", postgres: "", account: "create", password: "bound" },
  {
    oracle: block("ALTER USER", " ACCOUNT UNLOCK"),
    kind: "block",
    postgres: "",
    account: "password",
    password: "bound",
  },
  { oracle: "ALTER USER {user} ACCOUNT UNLOCK", kind: "ddl", postgres: "", account: "unlock" },
  {
    oracle: "SELECT 1 FROM dba_sys_privs WHERE grantee = :grantee AND privilege = 'CREATE SESSION'",
    kind: "query",
    postgres: `SELECT 1 FROM pg_database, aclexplode(datacl) AS acl JOIN pg_roles AS role ON role.oid = acl.grantee
      WHERE datname = current_database() AND privilege_type = 'CONNECT' AND rolname = current_database() || '.' || $1`,
    columns: one,
  },
  {
    oracle:
      "SELECT 1 FROM user_tab_privs_made WHERE grantee = :grantee AND table_name = 'COUNTER' AND privilege = 'SELECT'",
    kind: "query",
    postgres: `SELECT 1 FROM information_schema.table_privileges WHERE table_schema = current_schema()
      AND table_name = 'counter' AND privilege_type = 'SELECT' AND grantee = current_database() || '.' || $1`,
    columns: one,
  },
  {
    oracle:
      "SELECT 1 FROM user_col_privs_made WHERE grantee = :grantee AND table_name = 'COUNTER' AND column_name = 'VISITS' AND privilege = 'UPDATE'",
    kind: "query",
    postgres: `SELECT 1 FROM information_schema.column_privileges WHERE table_schema = current_schema()
      AND table_name = 'counter' AND column_name = 'visits' AND privilege_type = 'UPDATE'
      AND grantee = current_database() || '.' || $1`,
    columns: one,
  },
  {
    oracle: "CREATE PROFILE counter_app LIMIT PASSWORD_LIFE_TIME UNLIMITED",
    kind: "ddl",
    postgres: "",
    account: "create profile",
  },
  { oracle: "ALTER USER {user} PROFILE counter_app", kind: "ddl", postgres: "", account: "profile" },
  {
    oracle: "SELECT 1 FROM dba_profiles WHERE profile = 'COUNTER_APP'",
    kind: "query",
    postgres: "SELECT 1 FROM pg_roles WHERE rolname = current_database() || '.profile'",
    columns: one,
  },
  {
    oracle: "SELECT 1 FROM dba_users WHERE username = :username AND profile <> 'DEFAULT'",
    kind: "query",
    postgres: `SELECT 1 FROM pg_auth_members AS given
      JOIN pg_roles AS profile ON profile.oid = given.roleid JOIN pg_roles AS role ON role.oid = given.member
      WHERE profile.rolname = current_database() || '.profile' AND role.rolname = current_database() || '.' || $1`,
    columns: one,
  },
  {
    oracle: "GRANT CREATE SESSION TO {user}",
    kind: "ddl",
    postgres: "GRANT CONNECT ON DATABASE {database} TO {user}",
  },
  {
    oracle: "GRANT SELECT ON counter TO {user}",
    kind: "ddl",
    postgres: "GRANT SELECT ON counter TO {user}",
  },
  {
    oracle: "GRANT UPDATE (visits) ON counter TO {user}",
    kind: "ddl",
    postgres: "GRANT UPDATE (visits) ON counter TO {user}",
  },
];

/** Statements of the driver itself, and of the tests. */
export const otherStatements: readonly Statement[] = [
  {
    oracle: "SELECT DBTIMEZONE FROM DUAL",
    kind: "query",
    postgres: "SELECT '+00:00'",
    columns: [{ name: "DBTIMEZONE", type: TYPE.VARCHAR }],
  },
  { oracle: "DROP TABLE {table} PURGE", kind: "ddl", postgres: "DROP TABLE {table}" },
  { oracle: "DROP TABLE {table}", kind: "ddl", postgres: "DROP TABLE {table}" },
  { oracle: "DELETE FROM {table}", kind: "dml", postgres: "DELETE FROM {table}" },
  {
    oracle: "INSERT INTO {table} (id, visits) VALUES (2, 0)",
    kind: "dml",
    postgres: "INSERT INTO {table} (id, visits) VALUES (2, 0)",
  },
  { oracle: "UPDATE {table} SET id = 2", kind: "dml", postgres: "UPDATE {table} SET id = 2" },
  { oracle: "CREATE TABLE mine (id NUMBER)", kind: "ddl", postgres: "CREATE TABLE mine (id numeric)" },
  { oracle: "DROP USER {user} CASCADE", kind: "ddl", postgres: "", account: "drop" },
  {
    oracle: "ALTER USER {user} IDENTIFIED BY {password}",
    kind: "ddl",
    postgres: "",
    account: "password",
    password: "written",
  },
];
