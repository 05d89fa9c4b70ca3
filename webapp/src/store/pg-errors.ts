import pg from "pg";
import { type Outcome, StoreError } from "./store";

/** Classes of SQLSTATE that a repetition does not cure: wrong data, wrong constraint, wrong name or right. */
const PERMANENT = /^(22|23|42)/;
/** States in which the server says good-bye: what became of the statement is not known. */
const FAREWELL = /^(08|57P)/;

const READ_ONLY = "25006";

/** The server takes no writes, as one that was the primary until now; a new connection may lead to the one that does. */
class ReadOnlyError extends StoreError {
  constructor(options?: ErrorOptions) {
    super("unavailable", "PostgreSQL is read-only", options);
  }
}

function codeOf(error: unknown): string {
  return error instanceof pg.DatabaseError ? (error.code ?? "") : "";
}

/** Store error of a statement that PostgreSQL or the driver failed. */
export function storeErrorOf(error: unknown): StoreError {
  if (codeOf(error) === READ_ONLY) return new ReadOnlyError({ cause: error });
  return new StoreError(outcomeOf(error), "PostgreSQL did not run the statement", { cause: error });
}

function outcomeOf(error: unknown): Outcome {
  const code = codeOf(error);
  if (code === "57P03") return "unavailable";
  if (code === "" || FAREWELL.test(code) || !undone(error)) return "uncertain";
  return PERMANENT.test(code) ? "rejected" : "unavailable";
}

/**
 * Only an `ERROR` undoes its statement. A disk that is full while a commit is written is a `PANIC` of the same state, and
 * recovery may find that commit on the disk.
 */
function undone(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === "ERROR";
}

/**
 * Classes that speak of this connection: a prepared statement whose table was altered, or that somebody deallocated. It is
 * prepared anew on a new one, and on this one never.
 */
const STALE = /^(0A|26)/;

/** Whether the connection is as good as before: it answered, to the right server, and can run the statement again. */
export function isSound(error: unknown): boolean {
  if (!(error instanceof StoreError) || error instanceof ReadOnlyError) return false;
  return error.outcome !== "uncertain" && !STALE.test(codeOf(error.cause));
}

/** Whether a pooler refused the settings of the session: PgBouncer's words, and those of RDS Proxy. */
export function isRefusedSetting(error: unknown): boolean {
  if (!(error instanceof StoreError) || !(error.cause instanceof pg.DatabaseError)) return false;
  return /unsupported startup parameter|support command-line options/i.test(error.cause.message);
}

/** Whether the server refused the user or the password: no role, no right to log in, a wrong password, an expired token. */
export function isRefusedLogin(error: unknown): boolean {
  return error instanceof StoreError && codeOf(error.cause).startsWith("28");
}
