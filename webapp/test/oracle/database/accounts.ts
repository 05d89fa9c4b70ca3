import { matches, type Verifier, verifierOf } from "./o5logon";
import { OraError } from "./ora-error";
import type { Rules } from "./rules";

/** Values of `DBA_USERS.ACCOUNT_STATUS`. */
export type Status = "OPEN" | "EXPIRED(GRACE)" | "EXPIRED" | "LOCKED";

interface Account {
  status: Status;
  failures: number;
  /** Day on which it got its password. */
  since: number;
  /** Last day of grace, once a log-in came after the password's life. */
  graceUntil: number | undefined;
  /** Whether its profile lets the password live for ever. */
  unlimited: boolean;
  /** The password first, then those before it. */
  verifiers: readonly Verifier[];
}

const graceDays = 7;

/** Who may log in, and what happened to their passwords. PostgreSQL has the users' rights, but no such rules. */
export class Accounts {
  private readonly accounts = new Map<string, Account>();
  /** Verifier of nobody, so that an unknown user is refused as a wrong password is. */
  private readonly nobody = verifierOf("");
  /** Today, in days since the database was made; a test moves it on. */
  today = 0;
  private hasProfile = false;
  /** Number of refusals of each user's password. */
  readonly refusals = new Map<string, number>();

  constructor(private readonly rules: Rules) {}

  /** Adds one. */
  create(user: string, password: string): void {
    if (this.accounts.has(user)) throw new OraError(1920, user);
    this.requireStrong(user, password);
    this.accounts.set(user, {
      status: "OPEN",
      failures: 0,
      since: this.today,
      graceUntil: undefined,
      unlimited: false,
      verifiers: [verifierOf(password)],
    });
  }

  /** Removes one. */
  drop(user: string): void {
    if (!this.accounts.delete(user)) throw new OraError(1918, user);
  }

  /** Gives it another password, which ends an expiry but not a lock. */
  setPassword(user: string, password: string): void {
    const account = this.find(user);
    this.requireStrong(user, password);
    const remembered = account.verifiers.slice(0, this.rules.rememberedPasswords);
    if (remembered.some((verifier) => matches(password, verifier))) throw new OraError(28007);
    account.verifiers = [verifierOf(password), ...account.verifiers];
    account.since = this.today;
    account.graceUntil = undefined;
    if (account.status !== "LOCKED") account.status = "OPEN";
  }

  /** Lets it in again. */
  unlock(user: string): void {
    const account = this.find(user);
    account.failures = 0;
    if (account.status === "LOCKED") account.status = "OPEN";
  }

  /** Makes the profile in which passwords do not expire. */
  createProfile(): void {
    if (!this.rules.profiles) throw new OraError(1031);
    if (this.hasProfile) throw new OraError(2379, "COUNTER_APP");
    this.hasProfile = true;
  }

  /** Gives a user that profile. */
  setProfile(user: string): void {
    if (!this.hasProfile) throw new OraError(2380, "COUNTER_APP");
    this.find(user).unlimited = true;
  }

  /** Says how it is. */
  statusOf(user: string): Status {
    return this.find(user).status;
  }

  /** Has time pass, or an administrator act. */
  setStatus(user: string, status: Status): void {
    this.find(user).status = status;
  }

  /** Clock of log-ins. */
  verifierOf(user: string): Verifier {
    return this.accounts.get(user)?.verifiers[0] ?? this.nobody;
  }

  /**
   * Judges a log-in.
   *
   * @returns what the user is warned of, if anything
   */
  judge(user: string, proven: boolean): OraError | undefined {
    const account = this.accounts.get(user);
    if (!proven) this.refusals.set(user, (this.refusals.get(user) ?? 0) + 1);
    if (account === undefined) throw new OraError(1017);
    if (account.status === "LOCKED") throw new OraError(28000);
    if (!proven) {
      if (++account.failures >= this.rules.failedLogIns) account.status = "LOCKED";
      throw new OraError(1017);
    }
    account.failures = 0;
    this.expire(account);
    if (account.status === "EXPIRED") throw new OraError(28001);
    return account.status === "EXPIRED(GRACE)" ? new OraError(28002, "7") : undefined;
  }

  /** Expiry of a password that is older than the profile allows. */
  private expire(account: Account): void {
    const { passwordLifeDays } = this.rules;
    if (account.unlimited || this.today - account.since <= passwordLifeDays) return;
    account.graceUntil ??= this.today + graceDays;
    account.status = this.today > account.graceUntil ? "EXPIRED" : "EXPIRED(GRACE)";
  }

  private find(user: string): Account {
    const account = this.accounts.get(user);
    if (account === undefined) throw new OraError(1918, user);
    return account;
  }

  private requireStrong(user: string, password: string): void {
    if (!this.rules.strongPasswords) return;
    const strong = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[^"]{12,30}$/.test(password);
    if (!strong || password.toUpperCase().includes(user)) throw new OraError(28003);
  }
}
