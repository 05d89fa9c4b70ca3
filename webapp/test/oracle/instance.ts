import type { DatabaseSession } from "./database/database-session";
import type { OracleDatabase } from "./database/database";
import type { OraError } from "./database/ora-error";
import type { Rules } from "./database/rules";
import type { Dialect } from "./dialect";
import type { ConnectRequest } from "./net/packets";

/** What a listener answers: with its error (12514, 12528), with another address, with a request to say it again, or not at all. */
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

/** What a test does at a moment: nothing, an error in the place of the answer, a reset connection, or no answer at all. */
export type Meddling = "stay" | "cut" | "silence" | OraError | undefined;

/** What a connection asks of the server that it came to. */
export interface OracleInstance {
  /** How it speaks. */
  readonly dialect: Dialect;
  /** Its rules. */
  readonly rules: Rules;
  /** Its data and users. */
  readonly database: OracleDatabase;
  /** Every statement that came, as the driver sent it, known here or not. */
  readonly statements: Set<string>;
  /** What its listener answers. */
  readonly listener: (request: ConnectRequest & { readonly descriptor: string }) => ListenerAnswer;
  /** What happens around statements; nothing unless a test says so. */
  readonly meddle: ((moment: Moment) => Meddling | Promise<Meddling>) | undefined;
  /** Opens the session of a user whose password was right. */
  open(user: string, id: number): Promise<DatabaseSession>;
}
