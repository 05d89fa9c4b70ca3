import type { DatabaseSession } from "./database/database-session";
import type { OracleDatabase } from "./database/database";
import type { OraError } from "./database/ora-error";
import type { Rules } from "./database/rules";
import type { Dialect } from "./dialect";
import type { ConnectRequest } from "./net/packets";

/** Answer of a listener: its error (12514, 12528), with another address, with a request to say it again, or not at all. */
export type ListenerAnswer =
  "accept" | "resend" | "silence" | { readonly refuse: number } | { readonly redirect: string };

/** A statement that is about to run, or has run and was committed where that was asked for. */
export interface Moment {
  /** The statement, also where only its cursor was sent. */
  readonly sql: string;
  /** Whether it ran. */
  readonly when: "before" | "after";
  /** Number of its session. */
  readonly session: number;
}

/** Fault at a moment: none, an error in the place of the answer, a reset connection, or no answer at all. */
export type Meddling = "stay" | "cut" | "silence" | OraError | undefined;

/** Server of a connection. */
export interface OracleInstance {
  /** Dialect. */
  readonly dialect: Dialect;
  /** Its rules. */
  readonly rules: Rules;
  /** Its data and users. */
  readonly database: OracleDatabase;
  /** Every statement that came, as the driver sent it, known here or not. */
  readonly statements: Set<string>;
  /** Answer of its listener. */
  readonly listener: (request: ConnectRequest & { readonly descriptor: string }) => ListenerAnswer;
  /** Faults around statements; none unless a test says so. */
  readonly meddle: ((moment: Moment) => Meddling | Promise<Meddling>) | undefined;
  /** Opens the session of a user whose password was right. */
  open(user: string, id: number): Promise<DatabaseSession>;
}
