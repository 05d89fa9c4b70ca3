import type { DatabaseSession, Result } from "./database/database-session";
import { type Known, understand } from "./database/known-statement";
import { O5Logon } from "./database/o5logon";
import { OraError } from "./database/ora-error";
import type { Dialect } from "./dialect";
import type { OracleInstance } from "./instance";
import * as answers from "./ttc/answers";
import * as calls from "./ttc/calls";
import { FIELDS, FUNC, MSG, TXN_IN_PROGRESS, TYPE } from "./ttc/constants";
import * as negotiation from "./ttc/negotiation";
import { TtcReader } from "./ttc/reader";

/** A statement that was parsed, for another execution. */
interface Cursor {
  readonly sql: string;
  readonly known: Known;
  types: readonly number[];
  /** {@link OracleDatabase.alterations} when its columns were described last; none where they were not yet. */
  described?: number;
  /** Rows that were not fetched yet. */
  rows: Result["rows"];
}

/** Answers one message after the other, as the process of a session does. */
export class Conversation {
  /** The session, once somebody is logged in. */
  session: DatabaseSession | undefined;
  /** Fate of the connection after this answer. */
  then: "stay" | "cut" | "silence" = "stay";
  /** Whether this answer tells of an error. */
  failed = false;
  /** Number of calls, by their function: each is a round trip. */
  readonly calls = new Map<number, number>();
  private readonly cursors = new Map<number, Cursor>();
  private lastCursor = 0;
  private logon: O5Logon | undefined;

  constructor(
    private readonly server: OracleInstance,
    /** Number of the session. */
    readonly id: number,
  ) {}

  /** Number of open cursors. */
  get openCursors(): number {
    return this.cursors.size;
  }

  /** Answers a message, success or error. */
  async answer(bytes: Buffer): Promise<Buffer> {
    const message = new TtcReader(bytes);
    const { dialect } = this.server;
    this.failed = false;
    this.then = "stay";
    switch (bytes[0]) {
      case MSG.PROTOCOL:
        negotiation.readProtocol(message);
        return negotiation.protocolAnswer(dialect);
      case MSG.DATA_TYPES:
        return negotiation.dataTypesAnswer(dialect);
      case MSG.FAST_AUTH:
        message.u8();
        negotiation.readFastNegotiation(message);
        return Buffer.concat([
          negotiation.protocolAnswer(dialect),
          negotiation.dataTypesAnswer(dialect),
          await this.call(message, { ...dialect, fields: FIELDS.V19_1_EXT1 }),
        ]);
      default:
        return this.call(message, dialect);
    }
  }

  /** Encoding of errors. */
  failure(error: OraError, cursor = 0): Buffer {
    const { number, message, position } = error;
    this.failed = true;
    return answers.errorMessage(this.server.dialect, {
      error: number,
      message,
      position,
      cursor,
      status: this.status,
    });
  }

  private get status(): number {
    return this.session?.inTransaction === true ? TXN_IN_PROGRESS : 0;
  }

  private async call(message: TtcReader, dialect: Dialect): Promise<Buffer> {
    const call = calls.readCall(message, dialect);
    for (const cursor of call.closes) this.cursors.delete(cursor);
    this.calls.set(call.function, (this.calls.get(call.function) ?? 0) + 1);
    switch (call.function) {
      case FUNC.AUTH_PHASE_ONE:
        this.logon = new O5Logon(this.server.database.accounts.verifierOf(calls.readLogIn(message).user));
        return Buffer.concat([answers.parameterMessage(this.logon.challenge), answers.statusMessage(0)]);
      case FUNC.AUTH_PHASE_TWO:
        return this.logIn(calls.readLogIn(message));
      case FUNC.EXECUTE:
        return this.execute(calls.readExecute(message, dialect), message);
      case FUNC.REEXECUTE:
      case FUNC.REEXECUTE_AND_FETCH:
        return this.execute(
          calls.readReexecute(message, call.function === FUNC.REEXECUTE_AND_FETCH),
          message,
        );
      case FUNC.FETCH:
        return this.fetch(message.ub(), message.ub());
      case FUNC.COMMIT:
      case FUNC.ROLLBACK:
        await this.session?.end(call.function === FUNC.COMMIT ? "COMMIT" : "ROLLBACK");
        return answers.statusMessage(this.status);
      case FUNC.LOGOFF:
        await this.session?.end("ROLLBACK");
        return answers.statusMessage(0);
      case FUNC.PING:
        return answers.statusMessage(this.status);
      default:
        throw new OraError(600, `function ${call.function}`);
    }
  }

  private async logIn({ user, values }: calls.LogIn): Promise<Buffer> {
    const proof = this.logon?.prove(values);
    const warning = this.server.database.accounts.judge(user, proof !== undefined);
    this.session = await this.server.open(user, this.id);
    const pairs = answers.parameterMessage([
      ["AUTH_SVR_RESPONSE", proof ?? ""],
      ["AUTH_VERSION_NO", String(this.server.dialect.version)],
      ["AUTH_SESSION_ID", String(this.id)],
      ["AUTH_SERIAL_NUM", "1"],
      ["AUTH_DBNAME", "COUNTER"],
      ["AUTH_SC_SERVICE_NAME", "counter"],
      ["AUTH_INSTANCENAME", "counter1"],
      ["AUTH_MAX_OPEN_CURSORS", "1000"],
      ["AUTH_MAX_IDEN_LENGTH", "128"],
    ]);
    const warned = warning === undefined ? [] : [answers.warningMessage(warning.number, warning.message)];
    return Buffer.concat([pairs, ...warned, answers.statusMessage(0)]);
  }

  private async execute(execution: calls.Execution, message: TtcReader): Promise<Buffer> {
    if (execution.sql !== undefined) this.server.statements.add(execution.sql);
    const id = execution.sql === undefined ? execution.cursor : execution.cursor || ++this.lastCursor;
    const cursor = this.cursorOf(id, execution);
    const { known, types } = cursor;
    const { statement } = known;
    const returned = statement.kind === "dml" ? (statement.columns?.length ?? 0) : 0;
    const incoming = types.slice(0, types.length - returned);
    if (types.some((type) => type !== TYPE.VARCHAR && type !== TYPE.NUMBER)) throw new OraError(3115);
    const binds = calls.readBinds(message, incoming);
    try {
      const result = await this.run(cursor, binds, execution.commit);
      return Buffer.concat(this.resultOf(id, cursor, result, execution));
    } catch (error) {
      if (error instanceof OraError) return this.failure(error, id);
      throw error;
    }
  }

  /** Runs a statement, unless a test has something else in mind. */
  private async run(
    { sql, known }: Cursor,
    binds: readonly (string | null)[],
    commit: boolean,
  ): Promise<Result> {
    if (this.session === undefined) throw new OraError(1012);
    await this.meddle(sql, "before");
    const result =
      this.then === "stay" ? await this.session.run(known, binds, commit) : { rows: [], count: 0 };
    if (this.then === "stay") await this.meddle(sql, "after");
    return result;
  }

  private async meddle(sql: string, when: "before" | "after"): Promise<void> {
    const what = await this.server.meddle?.({ sql, when, session: this.id });
    if (what instanceof OraError) throw what;
    this.then = what ?? "stay";
  }

  private cursorOf(id: number, { sql, bindTypes }: calls.Execution): Cursor {
    if (sql !== undefined)
      this.cursors.set(id, { sql, known: understand(sql), types: bindTypes ?? [], rows: [] });
    const cursor = this.cursors.get(id);
    if (cursor === undefined) throw new OraError(1001);
    if (bindTypes !== undefined) cursor.types = bindTypes;
    return cursor;
  }

  private resultOf(
    id: number,
    cursor: Cursor,
    { rows, count }: Result,
    execution: calls.Execution,
  ): Buffer[] {
    const { kind, columns = [] } = cursor.known.statement;
    const { dialect } = this.server;
    const end = () => answers.errorMessage(dialect, { cursor: id, rows: count, status: this.status });
    if (kind === "query") {
      cursor.rows = rows;
      const { alterations } = this.server.database;
      const isKnown = execution.sql === undefined && cursor.described === alterations;
      cursor.described = alterations;
      const description = isKnown ? [] : [answers.describeMessage(dialect, columns)];
      return [...description, this.fetch(id, execution.rows)];
    }
    if (kind === "block") return [answers.ioVector(cursor.types.length), end()];
    return columns.length === 0
      ? [end()]
      : [answers.rowHeader(), answers.returnedMessage(columns, rows), end()];
  }

  private fetch(id: number, count: number): Buffer {
    const cursor = this.cursors.get(id);
    if (cursor === undefined) throw new OraError(1001);
    const rows = cursor.rows.slice(0, count);
    cursor.rows = cursor.rows.slice(count);
    // The client learns that no row is left once it wanted more than there were.
    const over = rows.length < count ? new OraError(1403) : undefined;
    const columns = cursor.known.statement.columns ?? [];
    return Buffer.concat([
      ...(rows.length > 0
        ? [answers.rowHeader(), ...rows.map((row) => answers.rowMessage(columns, row))]
        : []),
      answers.errorMessage(this.server.dialect, {
        ...(over && { error: over.number, message: over.message }),
        cursor: id,
        rows: rows.length,
        status: this.status,
      }),
    ]);
  }
}
