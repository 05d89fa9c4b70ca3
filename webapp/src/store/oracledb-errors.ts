import { type Outcome, StoreError } from "./store";

/** The table, the row or the user exists already: another server was first. */
const PRESENT = new Set(["ORA-00955", "ORA-00001", "ORA-01920"]);

/** Wrong names, missing rights or quota, broken constraints: a repetition cures none of them. */
const PERMANENT = new Set([
  "ORA-00001",
  "ORA-00904",
  "ORA-00942",
  "ORA-00955",
  "ORA-01031",
  "ORA-01438",
  "ORA-01950",
  "ORA-02290",
]);

/** The session or the instance ended: what became of the statement is not known. */
const LOST = new Set([
  "ORA-00028",
  "ORA-01012",
  "ORA-01033",
  "ORA-01034",
  "ORA-01089",
  "ORA-01090",
  "ORA-01092",
  "ORA-02396",
  "ORA-03113",
  "ORA-03114",
  "ORA-03135",
  "ORA-25408",
]);

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** What is known about the effect of a statement that failed with `error`. */
export function outcomeOf(error: unknown): Outcome {
  const code = codeOf(error);
  // The driver's own errors (NJS) and the network's (ORA-12nnn) leave open whether the statement arrived.
  if (!code.startsWith("ORA-") || code.startsWith("ORA-12") || LOST.has(code)) return "uncertain";
  return PERMANENT.has(code) ? "rejected" : "unavailable";
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
  return error.outcome !== "uncertain" && codeOf(error.cause) !== READ_ONLY;
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

/** Whether the account is locked, which another password does not mend. */
export function isLocked(error: unknown): boolean {
  return codeOf(error) === "ORA-28000";
}
