import { setTimeout as pause } from "node:timers/promises";
import type { Credentials, ReadCredentials } from "./credentials";

/** Shortest time from one question to the next, in milliseconds: whoever waits for another password finds it soon enough. */
const PAUSE_MS = 1_000;

/**
 * Credentials that are kept until a log-in with them is refused, or until they expire.
 *
 * A database that is away refuses connections, not passwords: each attempt would be a question to a service that has limits and
 * a price, and that many servers would ask at once.
 */
export class KeptCredentials {
  private kept: { readonly login: Credentials; readonly until: number } | undefined;
  private asking: Promise<Credentials> | undefined;
  private askedAt = -Infinity;

  /** Takes the question and the clock, in milliseconds. */
  constructor(
    private readonly ask: ReadCredentials,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Those that are kept; else the source is asked, once for everybody who waits and once a second at most. */
  async get(): Promise<Credentials> {
    if (this.kept !== undefined && this.now() < this.kept.until) return this.kept.login;
    return (this.asking ??= this.renew().finally(() => (this.asking = undefined)));
  }

  /** Forgets credentials that the database refused. */
  refuse({ password }: Credentials): void {
    if (this.kept?.login.password === password) this.kept = undefined;
  }

  private async renew(): Promise<Credentials> {
    const early = this.askedAt + PAUSE_MS - this.now();
    if (early > 0) await pause(early, undefined, { ref: false });
    this.askedAt = this.now();
    const login = await this.ask();
    this.kept = { login, until: this.askedAt + (login.validMs ?? Infinity) };
    return login;
  }
}
