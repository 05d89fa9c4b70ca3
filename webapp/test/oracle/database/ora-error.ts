/** Messages of Oracle Database by the error's number; `%` stands for what the error is about. */
const texts: Readonly<Record<number, string>> = {
  1: "unique constraint (%) violated",
  18: "maximum number of sessions exceeded",
  28: "your session has been killed",
  54: "resource busy and acquire with NOWAIT specified or timeout expired",
  60: "deadlock detected while waiting for resource",
  600: "internal error code, arguments: [%]",
  604: "error occurred at recursive SQL level 1: %",
  900: "invalid SQL statement",
  904: "%: invalid identifier",
  942: "table or view does not exist",
  955: "name is already used by an existing object",
  1001: "invalid cursor",
  1012: "not logged on",
  1013: "user requested cancel of current operation",
  1017: "invalid username/password; logon denied",
  1031: "insufficient privileges",
  1033: "ORACLE initialization or shutdown in progress",
  1034: "ORACLE not available",
  1045: "user % lacks CREATE SESSION privilege; logon denied",
  1089: "immediate shutdown or close in progress - no operations are permitted",
  1090: "shutdown in progress - connection is not permitted",
  1092: "ORACLE instance terminated. Disconnection forced",
  1403: "no data found",
  1438: "value larger than specified precision allowed for this column",
  1653: "unable to extend table % in tablespace DATA",
  1918: "user '%' does not exist",
  1920: "user name '%' conflicts with another user or role name",
  1950: "no privileges on tablespace 'DATA'",
  2091: "transaction rolled back",
  2290: "check constraint (%) violated",
  2379: "profile % already exists",
  2380: "profile % does not exist",
  2396: "exceeded maximum idle time, please connect again",
  3113: "end-of-file on communication channel",
  3115: "unsupported network datatype or representation",
  3135: "connection lost contact",
  16000: "database or pluggable database open for read-only access",
  25408: "can not safely replay call",
  28000: "The account is locked.",
  28001: "the password has expired",
  28002: "the password will expire within % days",
  28003: "password verification for the specified password failed",
  28007: "the password cannot be reused",
  30006: "resource busy; acquire with WAIT timeout expired",
  41900: "missing % privilege",
  44003: "invalid SQL name",
};

/** An error as Oracle Database tells it. */
export class OraError extends Error {
  constructor(
    /** Its number. */
    readonly number: number,
    about = "",
    /** Where in the statement it is. */
    readonly position = 0,
  ) {
    const text = texts[number] ?? "an error without a text here";
    super(`ORA-${String(number).padStart(5, "0")}: ${text.replace("%", about)}`);
  }
}
