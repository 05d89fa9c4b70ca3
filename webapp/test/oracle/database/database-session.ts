import pg from "pg";
import type { Value } from "../ttc/answers";
import type { OracleDatabase } from "./database";
import type { Known } from "./known-statement";
import { OraError } from "./ora-error";
import { oraErrorOf } from "./postgres-errors";

/** Result of a statement. */
export interface Result {
  /** Rows of a query, or of `RETURNING`. */
  readonly rows: readonly (readonly Value[])[];
  /** Rows that it found or changed. */
  readonly count: number;
}

type Binds = readonly (string | null)[];

/** A user's session in a database: a connection to PostgreSQL, with Oracle's transactions. */
export class DatabaseSession {
  /** Whether something was changed that is not committed. */
  inTransaction = false;

  constructor(
    private readonly database: OracleDatabase,
    private readonly client: pg.Client,
    private readonly user: string,
    private readonly missingPrivilege: number,
  ) {}

  /** Process of PostgreSQL that runs its statements. */
  get pid(): number {
    return (this.client as pg.Client & { processID: number }).processID;
  }

  /** Runs a statement, and commits it where the client asked for that, or where it is DDL. */
  async run(known: Known, binds: Binds, commit: boolean): Promise<Result> {
    try {
      switch (known.statement.kind) {
        case "query":
          return await this.ask(known, binds);
        case "dml":
          return await this.change(known, binds, commit);
        case "ddl":
        case "block":
          return await this.database.alone(() => this.define(known, binds));
      }
    } catch (error) {
      throw await this.told(known, oraErrorOf(error));
    }
  }

  /** Ends the transaction. */
  async end(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    if (!this.inTransaction) return;
    this.inTransaction = false;
    await this.client.query(how);
  }

  /** Ends what runs. */
  async cancel(): Promise<void> {
    await this.database.cancel(this.pid);
  }

  /** Ends the session; what was not committed is undone. */
  close(): void {
    void this.client.end().catch(() => undefined);
  }

  private ask(known: Known, binds: Binds): Promise<Result> {
    return this.inTransaction ? this.kept(known, binds) : this.query(known, binds);
  }

  private async change(known: Known, binds: Binds, commit: boolean): Promise<Result> {
    if (this.database.readOnly) throw new OraError(16000);
    // PostgreSQL commits a statement that stands alone: the same in one round trip.
    if (commit && !this.inTransaction) return this.query(known, binds);
    const first = !this.inTransaction;
    if (first) await this.client.query("BEGIN");
    this.inTransaction = true;
    try {
      const result = await this.kept(known, binds);
      if (commit) await this.end("COMMIT");
      return result;
    } catch (error) {
      if (first) await this.end("ROLLBACK");
      throw error;
    }
  }

  /** A statement that fails undoes what it did, and nothing before it. */
  private async kept(known: Known, binds: Binds): Promise<Result> {
    await this.client.query("SAVEPOINT statement");
    try {
      const result = await this.query(known, binds);
      await this.client.query("RELEASE statement");
      return result;
    } catch (error) {
      await this.client.query("ROLLBACK TO statement");
      throw error;
    }
  }

  /** DDL commits what was before it, whatever becomes of it. */
  private async define(known: Known, binds: Binds): Promise<Result> {
    await this.end("COMMIT");
    if (this.database.readOnly) throw new OraError(16000);
    const { account, password } = known.statement;
    if (account === undefined) return this.query(known, binds);
    await this.requireAdministrator();
    const given = (password === "bound" ? binds[0] : known.password) ?? "";
    // `DBMS_ASSERT.ENQUOTE_NAME` takes no name with a double quote in it.
    if (given.includes('"')) throw new OraError(44003);
    await this.database.change(account, known.user ?? "", given);
    return { rows: [], count: 0 };
  }

  private async requireAdministrator(): Promise<void> {
    const sql = "SELECT pg_has_role(current_user, current_database() || '.DBA', 'MEMBER') AS dba";
    const { rows } = await this.client.query<{ dba: boolean }>(sql);
    if (rows[0]?.dba !== true) throw new OraError(1031);
  }

  private async query({ statement, schema, user }: Known, binds: Binds): Promise<Result> {
    const places: Readonly<Record<string, string>> = {
      "{table}": schema === undefined ? "counter" : `${pg.escapeIdentifier(schema)}.counter`,
      "{user}": this.database.roleOf(user ?? ""),
      "{database}": pg.escapeIdentifier(this.database.postgres.database),
      "{role}": pg.escapeLiteral(this.database.role),
    };
    const text = statement.postgres.replace(/\{\w+\}/g, (place) => places[place] ?? place);
    const { rows, rowCount } = await this.client.query<(string | number | null)[]>({
      text,
      values: [...binds],
      rowMode: "array",
    });
    return { rows: rows.map((row) => row.map(asText)), count: rowCount ?? 0 };
  }

  /** Whoever was granted nothing on a table is told that it is not there; whoever was granted something else, what is missing. */
  private async told({ statement, schema }: Known, error: OraError): Promise<OraError> {
    if (statement.oracle.startsWith("CREATE TABLE") && error.number === 1) return new OraError(955);
    if (error.number !== 1031 || !statement.oracle.includes("{table}")) return error;
    if (!(await this.database.hasRights(this.user, schema ?? this.user))) return new OraError(942);
    return statement.kind === "dml" || statement.kind === "query"
      ? new OraError(this.missingPrivilege)
      : error;
  }
}

/** The driver gives numbers of more than 32 bits as digits already. */
function asText(value: string | number | null): Value {
  return value === null ? null : String(value);
}
