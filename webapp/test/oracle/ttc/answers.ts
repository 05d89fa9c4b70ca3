import type { Dialect } from "../dialect";
import { BIND_INPUT, CHARSET, FIELDS, MSG, TYPE } from "./constants";
import { encodeNumber } from "./number";
import { TtcWriter } from "./writer";

/** A column or a bind, as far as a client must know it. */
export interface Column {
  /** Its name. */
  readonly name: string;
  /** One of `TYPE`. */
  readonly type: number;
}

/** A value of a row; digits where it is a number. */
export type Value = string | null;

/** End of a call. */
export interface CallEnd {
  /** Number of the error; 0 for success, 1403 where no row is left. */
  readonly error?: number;
  /** Message of the error. */
  readonly message?: string;
  /** Where in the statement it is. */
  readonly position?: number;
  /** The cursor, for another execution. */
  readonly cursor?: number;
  /** Rows that were fetched or changed. */
  readonly rows?: number;
  /** Flags, such as `TXN_IN_PROGRESS`. */
  readonly status: number;
}

/** The end of a call with a cursor, and of one that failed: `processErrorInfo` of the driver's `base.js`. */
export function errorMessage(dialect: Dialect, end: CallEnd): Buffer {
  const { error = 0, message = "", position = 0, cursor = 0, rows = 0, status } = end;
  const writer = new TtcWriter()
    .u8(MSG.ERROR)
    .ub(status, 0, rows, error & 0xffff, 0, 0, cursor, position)
    // SQL type, fatal, flags, options of the cursor, UPI parameter, warning.
    .u8(0, 0, 0, 0, 0, 0)
    // Row id: three integers of variable length around a byte.
    .ub(0, 0)
    .u8(0)
    .ub(0, 0)
    // Error of the system, statement's error, call number, padding, iterations, logical row id; no batch of errors.
    .ub(0)
    .u8(0, 0)
    .ub(0, 0, 0, 0, 0, 0)
    .ub(error, rows);
  if (dialect.fields >= FIELDS.V20_1) writer.ub(0, 0);
  if (error !== 0) writer.bytes(Buffer.from(`${message}\n`));
  return writer.end();
}

/** The end of a call without a cursor. */
export function statusMessage(status: number): Buffer {
  return new TtcWriter().u8(MSG.STATUS).ub(status, 0).end();
}

/** Warning of a call that succeeded: `processWarningInfo`. */
export function warningMessage(error: number, text: string): Buffer {
  const bytes = Buffer.from(`${text}\n`);
  return new TtcWriter().u8(MSG.WARNING).ub(error, bytes.length, 0).bytes(bytes).end();
}

/** Keys and values of a log-in: `processReturnParameter` of the driver's `auth.js`. */
export function parameterMessage(pairs: readonly (readonly [string, string, number?])[]): Buffer {
  const writer = new TtcWriter().u8(MSG.PARAMETER).ub(pairs.length);
  for (const [key, value, flags = 0] of pairs) writer.name(key).name(value).ub(flags);
  return writer.end();
}

/** The columns of a query: `processDescribeInfo`, and `processColumnInfo` for each. */
export function describeMessage({ fields }: Dialect, columns: readonly Column[]): Buffer {
  const writer = new TtcWriter().u8(MSG.DESCRIBE_INFO).bytes(undefined).ub(0, columns.length).u8(0);
  columns.forEach((column, index) => describe(writer, fields, column, index));
  return writer.ub(0, 0, 0, 0, 0, 0).end();
}

function describe(writer: TtcWriter, fields: number, { name, type }: Column, index: number): void {
  const text = type === TYPE.VARCHAR;
  const size = text ? 4_000 : 22;
  writer.u8(type, 0, 0, 0).ub(size, 0, 0, 0, 0, text ? CHARSET.UTF8 : 0);
  writer.u8(text ? 1 : 0).ub(size);
  if (fields >= FIELDS.V12_2) writer.ub(0);
  writer.u8(1, name.length).name(name).name("").name("").ub(index, 0);
  // Domain, annotations, vector.
  if (fields >= FIELDS.V23_1) writer.ub(0, 0);
  if (fields >= FIELDS.V23_1_EXT3) writer.ub(0);
  if (fields >= FIELDS.V23_4) writer.ub(0).u8(0, 0);
}

/** Row header: `processRowHeader`. */
export function rowHeader(): Buffer {
  return new TtcWriter().u8(MSG.ROW_HEADER, 0).ub(0, 0, 0, 0, 0, 0).end();
}

/** A row of a query: `processRowData`. */
export function rowMessage(columns: readonly Column[], row: readonly Value[]): Buffer {
  const writer = new TtcWriter().u8(MSG.ROW_DATA);
  columns.forEach((column, index) => writer.bytes(encode(column, row[index] ?? null)));
  return writer.end();
}

/** Values of `RETURNING`: for each bind those of all rows, each with the length that was cut off. */
export function returnedMessage(columns: readonly Column[], rows: readonly (readonly Value[])[]): Buffer {
  const writer = new TtcWriter().u8(MSG.ROW_DATA);
  columns.forEach((column, index) => {
    writer.ub(rows.length);
    for (const row of rows) writer.bytes(encode(column, row[index] ?? null)).ub(0);
  });
  return writer.end();
}

/** Directions of the binds of a block, all of which go in: `processIOVector`. */
export function ioVector(binds: number): Buffer {
  const writer = new TtcWriter().u8(MSG.IO_VECTOR, 0).ub(binds, 0, 0, 0, 0, 0);
  return writer.u8(...Array.from({ length: binds }, () => BIND_INPUT)).end();
}

function encode({ type }: Column, value: Value): Buffer | undefined {
  if (value === null) return undefined;
  return type === TYPE.NUMBER ? encodeNumber(value) : Buffer.from(value);
}
