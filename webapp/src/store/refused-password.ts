import type { Credentials } from "../credentials";
import type { RefusedVersion } from "./refused-version";
import { StoreError } from "./store";

const MINUTE_MS = 60_000;

/**
 * Pauses after each refusal of one and the same password, in milliseconds; the last one repeats. Oracle locks an account after some
 * failed log-ins (ten by default), and a rotation must not end in that.
 *
 * - `application`: five minutes, then an hour. The migration of the next server that starts unlocks the account.
 * - `administrator`: for ever, until the secret has another version. People log in with this account as well, and nobody unlocks it.
 */
export const pauses = {
  application: [5 * MINUTE_MS, 60 * MINUTE_MS],
  administrator: [Infinity],
} as const;

/** Password and version of its secret, as offered to the database: the same password in another version is another offer. */
type Offer = Pick<Credentials, "password" | "version">;

/** Remembers the password that the database refused last, so that nobody offers it again too soon. */
export class RefusedPassword {
  private offer: Offer | undefined;
  private refusals = 0;
  private until = 0;
  private reason: unknown;

  /** Takes the pauses and the clock, both in milliseconds, and what outlives this process, if anything does. */
  constructor(
    private readonly pausesMs: readonly number[],
    private readonly now: () => number = () => performance.now(),
    private readonly kept?: RefusedVersion,
  ) {}

  /** Keeps a password that the database refused, and why. */
  remember(offer: Offer, reason: unknown): void {
    this.refusals = this.isSame(offer) ? this.refusals + 1 : 1;
    this.offer = offer;
    this.reason = reason;
    this.until = this.now() + (this.pausesMs[this.refusals - 1] ?? this.pausesMs.at(-1) ?? 0);
    if (this.until === Infinity && offer.version !== undefined) this.kept?.keep(offer.version);
  }

  /** Forgets it: what refused it may be otherwise now. */
  forget(): void {
    this.offer = undefined;
  }

  /** Throws if this password was refused and it is too soon to offer it again. */
  check(offer: Offer): void {
    if (this.isSame(offer) && this.now() < this.until) throw this.refusal(offer);
    if (offer.version !== undefined && this.kept?.has(offer.version) === true) throw this.refusal(offer);
  }

  private isSame({ password, version }: Offer): boolean {
    return password === this.offer?.password && version === this.offer.version;
  }

  private refusal({ version }: Offer): StoreError {
    const minutes = Math.ceil((this.until - this.now()) / MINUTE_MS);
    const forEver =
      version === undefined
        ? "until it is another one, or this command is started anew"
        : "until its secret has another version";
    const when =
      this.offer === undefined || this.until === Infinity
        ? forEver
        : `for ${minutes} min, unless its secret has another version`;
    const message = `the database refused this password; it is not offered again ${when}`;
    return new StoreError("unavailable", message, { cause: this.reason });
  }
}
