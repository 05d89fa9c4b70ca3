import type { FastifyBaseLogger } from "fastify";
import { describeCause, kindOfCause } from "./causes";

/** Interval between log entries of a failure that goes on, in milliseconds. */
const WINDOW_MS = 10_000;
/** Kinds that are told apart; a message that differs each time must not fill the log, nor the memory. */
const MAX_KINDS = 16;
const OTHERS = "other failures";

interface Kind {
  silenced: number;
  readonly window: NodeJS.Timeout;
}

/**
 * Logs the first failure of each kind at once, with its cause, and of those that follow only how many there were.
 *
 * While a database is away every request fails, thousands a second and all for one reason: a line for each would cost
 * more than the requests, and would bury the line that says why.
 */
export class FailureLog {
  private readonly kinds = new Map<string, Kind>();

  constructor(
    private readonly log: Pick<FastifyBaseLogger, "error">,
    private readonly windowMs: number = WINDOW_MS,
  ) {}

  /** Logs the failure, or counts it where its kind was logged a moment ago. */
  record(error: Error, fields: object): void {
    const name = this.kindOf(error);
    const known = this.kinds.get(name);
    if (known !== undefined) {
      known.silenced++;
      return;
    }
    const window = setInterval(() => this.sum(name), this.windowMs).unref();
    this.kinds.set(name, { silenced: 0, window });
    this.log.error(
      { err: error, ...(error.cause !== undefined && { cause: describeCause(error) }), ...fields },
      "request failed",
    );
  }

  /** Says how many failures were not logged yet. */
  close(): void {
    for (const [name, { window }] of this.kinds) {
      this.sum(name);
      clearInterval(window);
    }
    this.kinds.clear();
  }

  private kindOf({ name, message, cause }: Error): string {
    const kind = `${name}: ${message}${cause === undefined ? "" : `: ${kindOfCause(cause)}`}`;
    return this.kinds.has(kind) || this.kinds.size < MAX_KINDS ? kind : OTHERS;
  }

  /** Tells of a kind that goes on, and forgets one that is over: its next failure is news again. */
  private sum(name: string): void {
    const kind = this.kinds.get(name);
    if (kind === undefined) return;
    if (kind.silenced === 0) {
      clearInterval(kind.window);
      this.kinds.delete(name);
      return;
    }
    this.log.error({ kind: name, requests: kind.silenced }, "more requests failed");
    kind.silenced = 0;
  }
}
