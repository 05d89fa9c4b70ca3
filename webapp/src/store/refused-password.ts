import { StoreError } from "./store";

/**
 * How long a refused password is not offered again: Oracle locks an account after some failed log-ins
 * (ten by default), and a rotation must not end in that.
 */
const REFUSED_MS = 5 * 60_000;

/** Remembers the password that the database refused last, so that nobody offers it again too soon. */
export class RefusedPassword {
  private password: string | undefined;
  private until = 0;

  /** Takes the clock, in milliseconds. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Keeps a password that the database refused. */
  remember(password: string): void {
    this.password = password;
    this.until = this.now() + REFUSED_MS;
  }

  /** Throws if this password was refused a moment ago. */
  check(password: string): void {
    if (password !== this.password || this.now() >= this.until) return;
    throw new StoreError(
      "unavailable",
      "the database refused this password a moment ago; it is not offered again yet",
    );
  }
}
