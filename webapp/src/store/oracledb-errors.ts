import { type Outcome, StoreError } from "./store";

/** The table, the row or the user exists already: another server was first. */
const PRESENT = new Set(["ORA-00955", "ORA-00001", "ORA-01920", "ORA-02379"]);

/** Wrong names, missing rights or quota, broken constraints, passwords that a profile refuses: a repetition cures none of them. */
const PERMANENT = new Set([
  "ORA-00001",
  "ORA-00900",
  "ORA-00904",
  "ORA-00942",
  "ORA-00955",
  "ORA-01031",
  "ORA-01438",
  "ORA-01950",
  "ORA-02290",
  "ORA-28003",
  "ORA-28007",
  "ORA-41900",
]);

/** The session was over before the statement came, which says so instead of running: it was idle for too long, or is not logged on. */
const NOT_RUN = new Set(["ORA-01012", "ORA-02396"]);

/** The session or the instance ended: what became of the statement is not known. */
const LOST = new Set([
  "ORA-00028",
  "ORA-01033",
  "ORA-01034",
  "ORA-01089",
  "ORA-01090",
  "ORA-01092",
  "ORA-03113",
  "ORA-03114",
  "ORA-03135",
  "ORA-25408",
]);

/**
 * The database's code where it said one, else the driver's.
 *
 * Where the database ends a session the driver's code is NJS-500, as if nobody had answered, and the database's a number beside it.
 */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("errorNum" in error && typeof error.errorNum === "number")
    return `ORA-${String(error.errorNum).padStart(5, "0")}`;
  return driversCodeOf(error);
}

function driversCodeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Outcome of a statement that failed with `error`. */
export function outcomeOf(error: unknown): Outcome {
  const code = codeOf(error);
  if (NOT_RUN.has(code)) return "unavailable";
  // The driver's own errors (NJS) and the network's (ORA-12nnn) leave open whether the statement arrived.
  if (isBroken(error) || !code.startsWith("ORA-") || code.startsWith("ORA-12") || LOST.has(code))
    return "uncertain";
  return PERMANENT.has(code) ? "rejected" : "unavailable";
}

/** Whether the driver closed the connection with this error. */
export function isBroken(error: unknown): boolean {
  return driversCodeOf(error) === "NJS-500";
}

/** Open for reading only, as a standby or what was the primary until now. */
const READ_ONLY = "ORA-16000";

/** A standby that answers; a new connection may lead to the primary. */
class StandbyError extends StoreError {}

/**
 * Refuses a database in a role that takes no writes.
 *
 * @throws {StoreError} for a standby; what is no role at all passes
 */
export function requireNoStandby(role: string | null | undefined): void {
  if (role === "PHYSICAL STANDBY" || role === "LOGICAL STANDBY")
    throw new StandbyError("unavailable", `Oracle Database is a ${role.toLowerCase()}`);
}

/** Whether a connection is as good as before although a verb failed on it: it answered, and leads to a database that counts. */
export function isSound(error: unknown): boolean {
  if (!(error instanceof StoreError) || error instanceof StandbyError) return false;
  return error.outcome !== "uncertain" && !isBroken(error.cause) && codeOf(error.cause) !== READ_ONLY;
}

/** Whether what a migration wanted to create was there already. */
export function isPresent(error: unknown): boolean {
  return PRESENT.has(codeOf(error));
}

/** Whether the database refused the user or the password. */
export function isRefusedLogin(error: unknown): boolean {
  return codeOf(error) === "ORA-01017";
}

/** A locked account and an expired password keep a user out as well. */
const SHUT_OUT = new Set(["ORA-01017", "ORA-28000", "ORA-28001"]);

/** Whether the user is kept out until an administrator lets them in again. */
export function isShutOut(error: unknown): boolean {
  return SHUT_OUT.has(codeOf(error));
}

/** The user may not log in: the migration that created it did not get to this right. */
const NO_SESSION = "ORA-01045";

/**
 * Whether an administrator can mend what keeps the application from counting: a user, a password, a right, a table.
 *
 * A database that is away, full of sessions or a standby is none of it, and no reason to offer the administrator's password.
 */
export function needsAdministrator(error: unknown): boolean {
  if (!(error instanceof StoreError)) return false;
  return error.outcome === "rejected" || isShutOut(error.cause) || codeOf(error.cause) === NO_SESSION;
}

/** Whether the account is locked, which another password does not mend. */
export function isLocked(error: unknown): boolean {
  return codeOf(error) === "ORA-28000";
}

/** Advice for the operator on a new password that the database does not take; undefined for other errors. */
export function passwordAdvice(error: unknown): string | undefined {
  switch (codeOf(error)) {
    case "ORA-28003":
      return "the application's password is too weak for the database (ORA-28003); give its secret a version with a stronger one";
    case "ORA-28007":
      return "the application's password expired or was changed, and the database takes none that it had before (ORA-28007); give its secret a version with another one";
    default:
      return undefined;
  }
}
