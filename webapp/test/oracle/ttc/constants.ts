/** Numbers of the protocol, as in the driver's `lib/thin/protocol/constants.js`: what begins with TNS_ there has the same name here without it. */

/** Types of messages. */
export const MSG = {
  PROTOCOL: 1,
  DATA_TYPES: 2,
  FUNCTION: 3,
  ERROR: 4,
  ROW_HEADER: 6,
  ROW_DATA: 7,
  PARAMETER: 8,
  STATUS: 9,
  IO_VECTOR: 11,
  WARNING: 15,
  DESCRIBE_INFO: 16,
  PIGGYBACK: 17,
  END_OF_REQUEST: 29,
  FAST_AUTH: 34,
} as const;

/** Functions that a client calls. */
export const FUNC = {
  REEXECUTE: 4,
  FETCH: 5,
  LOGOFF: 9,
  COMMIT: 14,
  ROLLBACK: 15,
  REEXECUTE_AND_FETCH: 78,
  EXECUTE: 94,
  CLOSE_CURSORS: 105,
  AUTH_PHASE_TWO: 115,
  AUTH_PHASE_ONE: 118,
  CANCEL_CURSORS: 120,
  PING: 147,
} as const;

/** Options of EXECUTE that matter here. */
export const EXEC = { BIND: 0x08, EXECUTE: 0x20, FETCH: 0x40, COMMIT: 0x100, COMMIT_REEXECUTE: 0x1 } as const;

/** Types of values. */
export const TYPE = { VARCHAR: 1, NUMBER: 2 } as const;

/** Versions of the fields, `CCAP_FIELD_VERSION_*`: from each on messages have more of them. */
export const FIELDS = {
  V12_2: 8,
  V12_2_EXT1: 9,
  V19_1: 12,
  V19_1_EXT1: 13,
  V20_1: 14,
  V23_1: 17,
  V23_1_EXT1: 18,
  V23_1_EXT3: 20,
  V23_4: 24,
} as const;

/** Where a capability stands, and what it says. */
export const CAPABILITY = {
  FIELD_VERSION: 7,
  TTC4: 40,
  MAX: 53,
  END_OF_REQUEST: 0x20,
  RUNTIME_TZ: 1,
  RUNTIME_TTC: 6,
  RUNTIME_MAX: 7,
  TZ_EX: 1,
  TTC_32K: 4,
} as const;

/** The verifier of 12c: PBKDF2 and SHA-512, `VERIFIER_TYPE_12C`. */
export const VERIFIER_12C = 0x4815;

/** Status of a call: a transaction is open, `EOCS_FLAGS_TXN_IN_PROGRESS`. */
export const TXN_IN_PROGRESS = 2;

/** Direction of a bind, `BIND_DIR_INPUT`. */
export const BIND_INPUT = 32;

/** Character sets: AL32UTF8 and AL16UTF16. */
export const CHARSET = { UTF8: 873, UTF16: 2_000 } as const;

/** A length that says "null", `NULL_LENGTH_INDICATOR`. */
export const NULL_LENGTH = 255;

/** A length that says "in chunks", `LONG_LENGTH_INDICATOR`. */
export const LONG_LENGTH = 254;
