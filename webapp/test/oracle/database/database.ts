import pg from "pg";
import type { Postgres } from "../../../../local/postgres";
import { createDatabase } from "../../support/database";
import { Accounts } from "./accounts";
import type { AccountVerb } from "./statements";
import { OraError } from "./ora-error";
import type { Rules } from "./rules";

/** The data of an Oracle Database, kept by a database of PostgreSQL: a user is a role there, its schema a schema. */
export class OracleDatabase {
  /** `DATABASE_ROLE` of `USERENV`. */
  role = "PRIMARY";
  /** Whether it takes no writes (ORA-16000), as a standby that sends them nowhere. */
  readOnly = false;
  /** Who may log in. */
  readonly accounts: Accounts;
  /** Number of times that its tables were altered: a cursor from before is described anew. */
  alterations = 0;
  private ddl: Promise<unknown> = Promise.resolve();
  /** A connection for the next log-in, which takes no longer than Oracle's then. */
  private spare: Promise<pg.Client>;

  private constructor(
    /** The database of PostgreSQL. */
    readonly postgres: Postgres,
    private readonly system: pg.Client,
    rules: Rules,
  ) {
    this.accounts = new Accounts(rules);
    this.spare = connect(postgres);
  }

  /** Creates one without any table or user, and an administrator. */
  static async create(
    server: Postgres,
    name: string,
    administrator: { user: string; password: string },
    rules: Rules,
  ): Promise<OracleDatabase> {
    const postgres = await createDatabase(server, name);
    const database = new OracleDatabase(postgres, await connect(postgres), rules);
    const dba = database.roleOf("DBA");
    // A test that looks at a row which a session has locked fails soon, and does not hang.
    await database.system.query(`SET lock_timeout = '3s'; CREATE ROLE ${dba};
      REVOKE ALL ON DATABASE ${pg.escapeIdentifier(name)} FROM PUBLIC;
      GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(name)} TO ${dba} WITH GRANT OPTION`);
    database.accounts.create(administrator.user, administrator.password);
    await database.addUser(administrator.user);
    const [user, schema] = [database.roleOf(administrator.user), pg.escapeIdentifier(administrator.user)];
    await database.system.query(`GRANT ${dba} TO ${user}; GRANT CREATE ON SCHEMA ${schema} TO ${user}`);
    return database;
  }

  /** PostgreSQL's role of a user, quoted; roles belong to all databases of a server, so it has this one's name before it. */
  roleOf(user: string): string {
    return pg.escapeIdentifier(`${this.postgres.database}.${user}`);
  }

  /** Opens PostgreSQL's session of a user. */
  async logIn(user: string): Promise<pg.Client> {
    const role = `${this.postgres.database}.${user}`;
    const { rows } = await this.system.query<{ may: boolean }>(
      "SELECT has_database_privilege($1, current_database(), 'CONNECT') AS may",
      [role],
    );
    if (rows[0]?.may !== true) throw new OraError(1045, user);
    const spare = this.spare;
    this.spare = connect(this.postgres);
    const client = await spare;
    const schema = pg.escapeIdentifier(user);
    await client.query(`SET SESSION AUTHORIZATION ${this.roleOf(user)}; SET search_path = ${schema}`);
    return client;
  }

  /** Ends what a session's statement does. */
  async cancel(pid: number): Promise<void> {
    await this.system.query("SELECT pg_cancel_backend($1)", [pid]);
  }

  /** Whether a user was granted anything on the counter of a schema: whoever was not is told that it is not there. */
  async hasRights(user: string, schema: string): Promise<boolean> {
    const table = `${pg.escapeIdentifier(schema)}.counter`;
    const any = "SELECT, INSERT, UPDATE, DELETE, REFERENCES, TRIGGER";
    const { rows } = await this.system.query<{ any: boolean | null }>(
      `SELECT has_table_privilege($1, to_regclass($2), $3)
        OR has_any_column_privilege($1, to_regclass($2), 'SELECT, INSERT, UPDATE') AS any`,
      [`${this.postgres.database}.${user}`, table, any],
    );
    return rows[0]?.any === true;
  }

  /** Runs what changes the dictionary; one after the other, as Oracle does, where PostgreSQL would fail one of them. */
  alone<T>(change: () => Promise<T>): Promise<T> {
    const result = this.ddl.then(change);
    this.ddl = result.catch(() => undefined);
    return result;
  }

  /** Changes an account, and PostgreSQL's role with it. */
  async change(verb: AccountVerb, user: string, password: string): Promise<void> {
    switch (verb) {
      case "create":
        this.accounts.create(user, password);
        return this.addUser(user);
      case "password":
        return this.accounts.setPassword(user, password);
      case "unlock":
        return this.accounts.unlock(user);
      case "drop":
        this.accounts.drop(user);
        return this.dropUser(user);
      case "create profile":
        this.accounts.createProfile();
        return void (await this.system.query(`CREATE ROLE ${this.roleOf("profile")}`));
      case "profile":
        this.accounts.setProfile(user);
        await this.system.query(`GRANT ${this.roleOf("profile")} TO ${this.roleOf(user)}`);
    }
  }

  /** Runs SQL of PostgreSQL, past every rule. */
  async query(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.system.query<Record<string, unknown>>(sql)).rows;
  }

  /** Alters a table by SQL of PostgreSQL, past every rule. */
  async alter(sql: string): Promise<void> {
    await this.query(sql);
    this.alterations++;
  }

  /** Ends its connection to PostgreSQL. */
  async close(): Promise<void> {
    await Promise.all([this.system.end(), this.spare.then((client) => client.end())]);
  }

  /** Names can be seen by everybody, and used by those who were granted something. */
  private async addUser(user: string): Promise<void> {
    const schema = pg.escapeIdentifier(user);
    await this.system.query(
      `CREATE ROLE ${this.roleOf(user)}; CREATE SCHEMA ${schema}; GRANT USAGE ON SCHEMA ${schema} TO PUBLIC`,
    );
  }

  /** Takes its rights from it, each as whoever granted it, and everything that it owns. */
  private async dropUser(user: string): Promise<void> {
    const [role, schema] = [this.roleOf(user), pg.escapeIdentifier(user)];
    const database = pg.escapeIdentifier(this.postgres.database);
    await this.system.query(`SET LOCAL ROLE ${this.roleOf("DBA")};
      REVOKE CONNECT ON DATABASE ${database} FROM ${role};
      RESET ROLE;
      DROP OWNED BY ${role} CASCADE; DROP SCHEMA ${schema} CASCADE; DROP ROLE ${role}`);
  }
}

async function connect({ host, port, user, password, database, caFile }: Postgres): Promise<pg.Client> {
  const ssl = caFile === undefined ? false : { rejectUnauthorized: false };
  const client = new pg.Client({ host, port, user, password, database, ssl });
  // Whoever breaks PostgreSQL breaks this connection; the next statement tells.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
