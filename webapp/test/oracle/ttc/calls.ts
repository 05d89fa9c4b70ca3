import type { Dialect } from "../dialect";
import { EXEC, FIELDS, FUNC, MSG, TYPE } from "./constants";
import { decodeNumber } from "./number";
import type { TtcReader } from "./reader";

/** A function that a client calls, and what it wants done before. */
export interface Call {
  /** One of `FUNC`. */
  readonly function: number;
  /** Cursors that it closes. */
  readonly closes: readonly number[];
}

/** Reads the piggybacks of a message and the header of its function, and stops before the function's arguments. */
export function readCall(message: TtcReader, { fields }: Dialect): Call {
  const closes: number[] = [];
  for (;;) {
    const [type, code] = [message.u8(), message.u8()];
    message.u8();
    if (fields >= FIELDS.V23_1_EXT1) message.ub();
    if (type === MSG.FUNCTION) return { function: code, closes };
    if (type !== MSG.PIGGYBACK || (code !== FUNC.CLOSE_CURSORS && code !== FUNC.CANCEL_CURSORS))
      throw new RangeError(`this server speaks neither message ${type} nor piggyback ${code}`);
    message.u8();
    for (let left = message.ub(); left > 0; left--) closes.push(message.ub());
  }
}

/** An execution: what the driver's `ExecuteMessage` asks for. */
export interface Execution {
  /** Cursor to use; 0 for a new one. */
  readonly cursor: number;
  /** The statement, where it comes along. */
  readonly sql: string | undefined;
  /** Whether to commit afterwards, if it succeeds. */
  readonly commit: boolean;
  /** Number of rows to send at once. */
  readonly rows: number;
  /** Types of its binds; undefined where they are as they were. */
  readonly bindTypes: readonly number[] | undefined;
}

/** Reads the arguments of EXECUTE up to the row of binds: `writeExecuteMessage`. */
export function readExecute(message: TtcReader, { fields }: Dialect): Execution {
  const [options, cursor] = [message.ub(), message.ub()];
  const hasSql = message.u8() === 1;
  message.ub();
  // Vector, its length, al8o4, al8o4l, size of the buffer to prefetch.
  message.u8();
  message.ub();
  message.take(3);
  const prefetch = message.ub();
  message.ub();
  message.u8();
  const binds = message.ub();
  message.take(5);
  message.u8();
  if (message.ub() > 0) throw new RangeError("this server knows no defines");
  skipRegistration(message);
  if (fields >= FIELDS.V12_2) skipSignature(message, fields);
  const sql = hasSql ? message.text() : undefined;
  for (let item = 0; item < 13; item++) message.ub();
  const bindTypes = Array.from({ length: binds }, () => readBindType(message, fields));
  return {
    cursor,
    sql,
    commit: (options & EXEC.COMMIT) !== 0,
    rows: (options & EXEC.FETCH) === 0 ? 0 : prefetch,
    bindTypes: (options & EXEC.BIND) === 0 ? [] : bindTypes,
  };
}

/** Registration for notifications, lists of objects, rows counted for each execution: none of it is used. */
function skipRegistration(message: TtcReader): void {
  message.ub();
  message.take(3);
  message.ub();
  message.u8();
  message.ub();
  message.ub();
  message.u8();
  message.ub();
  message.u8();
}

function skipSignature(message: TtcReader, fields: number): void {
  for (let pair = 0; pair < 2; pair++) {
    message.u8();
    message.ub();
  }
  message.u8();
  if (fields < FIELDS.V12_2_EXT1) return;
  message.u8();
  message.ub();
}

/** `writeColumnMetadata`. */
function readBindType(message: TtcReader, fields: number): number {
  const type = message.u8();
  message.take(3);
  for (let item = 0; item < 3; item++) message.ub();
  if (message.ub() > 0) throw new RangeError("this server knows no objects");
  message.ub();
  message.ub();
  message.u8();
  message.ub();
  if (fields >= FIELDS.V12_2) message.ub();
  return type;
}

/** Reads the arguments of REEXECUTE and REEXECUTE_AND_FETCH up to the row of binds: `writeReExecuteMessage`. */
export function readReexecute(message: TtcReader, fetches: boolean): Execution {
  const [cursor, rows] = [message.ub(), message.ub()];
  message.ub();
  const commit = (message.ub() & EXEC.COMMIT_REEXECUTE) !== 0;
  return { cursor, sql: undefined, commit, rows: fetches ? rows : 0, bindTypes: undefined };
}

/** Reads a row of binds that go in: `writeBindParamsRow`. */
export function readBinds(message: TtcReader, types: readonly number[]): (string | null)[] {
  if (types.length === 0) return [];
  if (message.u8() !== MSG.ROW_DATA) throw new RangeError("a row of binds must follow");
  return types.map((type) => {
    const bytes = message.bytes();
    if (bytes === undefined) return null;
    return type === TYPE.NUMBER ? decodeNumber(bytes) : bytes.toString();
  });
}

/** A log-in as the driver's `AuthMessage` asks for it. */
export interface LogIn {
  /** The user, in capital letters. */
  readonly user: string;
  /** Its keys and values. */
  readonly values: ReadonlyMap<string, string>;
}

/** Reads the arguments of AUTH_PHASE_ONE and AUTH_PHASE_TWO. */
export function readLogIn(message: TtcReader): LogIn {
  const named = message.u8() === 1;
  message.ub();
  message.ub();
  message.u8();
  const pairs = message.ub();
  message.take(2);
  const user = named ? message.text().toUpperCase() : "";
  return { user, values: new Map(Array.from({ length: pairs }, () => message.keyValue())) };
}
