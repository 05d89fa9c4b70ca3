import { FIELDS } from "./ttc/constants";

/** Dialect of a release of Oracle Database. */
export interface Dialect {
  /** Its name, for tests. */
  readonly name: string;
  /** Version of TNS that it accepts. */
  readonly tnsVersion: number;
  /** Flags of its ACCEPT packet: `TNS_ACCEPT_FLAG_FAST_AUTH` and `TNS_ACCEPT_FLAG_HAS_END_OF_REQUEST`. */
  readonly acceptFlags: number;
  /** Version of the fields of its messages, `TNS_CCAP_FIELD_VERSION`. */
  readonly fields: number;
  /** Whether an answer ends with END_OF_REQUEST, and its last packet says so. */
  readonly endsRequests: boolean;
  /** Whether the negotiation of data types tells the time zone of the database, `TNS_RCAP_TZ_EX`; else the driver asks by SQL. */
  readonly tellsTimeZone: boolean;
  /** Whether an error is announced by a break marker, and told after the reset. */
  readonly breaksBeforeErrors: boolean;
  /** `AUTH_VERSION_NO`. */
  readonly version: number;
  /** Error of a statement on somebody else's table whose privilege was not granted while another one was. */
  readonly missingPrivilege: number;
}

/** 19c: three round trips before a log-in, and an error is announced by a break. */
export const oracle19: Dialect = {
  name: "19c",
  tnsVersion: 318,
  acceptFlags: 0,
  fields: FIELDS.V19_1_EXT1,
  endsRequests: false,
  tellsTimeZone: false,
  breaksBeforeErrors: true,
  version: versionNumber(19, 26),
  missingPrivilege: 1031,
};

/** 23.4 and later: negotiation and the first half of a log-in in one round trip, and answers that say where they end. */
export const oracle23: Dialect = {
  name: "23ai",
  tnsVersion: 319,
  acceptFlags: 0x1000_0000 | 0x0200_0000,
  fields: FIELDS.V23_4,
  endsRequests: true,
  tellsTimeZone: true,
  breaksBeforeErrors: false,
  version: versionNumber(23, 6),
  missingPrivilege: 41900,
};

/** As `_postConnect` of the driver's `connection.js` takes it apart. */
function versionNumber(release: number, update: number): number {
  return release * 2 ** 24 + update * 2 ** 16;
}
