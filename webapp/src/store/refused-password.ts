import { StoreError } from "./store";

const MINUTE_MS = 60_000;

/**
 * Pauses after each refusal of one and the same password, in milliseconds; the last one repeats. Oracle locks an account after some
 * failed log-ins (ten by default), which no time makes undone, and a rotation must not end in that.
 *
 * - `application`: five minutes, then an hour. The migration of the next server that starts unlocks the account.
 * - `administrator`: five minutes, then for ever. People log in with this account as well, and nobody unlocks it.
 */
export const pauses = {
  application: [5 * MINUTE_MS, 60 * MINUTE_MS],
  administrator: [5 * MINUTE_MS, Infinity],
} as const;

/** Remembers the password that the database refused last, so that nobody offers it again too soon. */
export class RefusedPassword {
  private password: string | undefined;
  private refusals = 0;
  private until = 0;
  private reason: unknown;

  /** Takes the pauses and the clock, both in milliseconds. */
  constructor(
    private readonly pausesMs: readonly number[],
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Keeps a password that the database refused, and why. */
  remember(password: string, reason: unknown): void {
    this.refusals = password === this.password ? this.refusals + 1 : 1;
    this.password = password;
    this.reason = reason;
    this.until = this.now() + (this.pausesMs[this.refusals - 1] ?? this.pausesMs.at(-1) ?? 0);
  }

  /** Forgets it: the password was changed to this one. */
  forget(): void {
    this.password = undefined;
  }

  /** Throws if this password was refused and it is too soon to offer it again. */
  check(password: string): void {
    if (password !== this.password || this.now() >= this.until) return;
    const when =
      this.until === Infinity
        ? "until the secret holds another one, or this command is started anew"
        : `for ${Math.ceil((this.until - this.now()) / MINUTE_MS)} min, unless the secret holds another one`;
    throw new StoreError(
      "unavailable",
      `the database refused this password; it is not offered again ${when}`,
      {
        cause: this.reason,
      },
    );
  }
}
