/** The web app's view of its database: verbs of the domain, no SQL crosses it. */
export interface CounterStore {
  /** Key of the driver in the registry, for logs. */
  readonly name: string;
  /** Creates what the other verbs need; does nothing where it exists; safe from many servers at once. */
  migrate(): Promise<void>;
  /** Adds `by` in one atomic, committed statement and resolves to the new total. */
  increment(by: number): Promise<number>;
  /** Resolves to the total without changing it. */
  read(): Promise<number>;
  /** Resolves only if a visit could be counted now, which it proves on a connection of its own and without counting one. */
  ping(): Promise<void>;
  /**
   * Says how its connections are used at this moment, for metrics.
   *
   * @default - it has none
   */
  load?(): StoreLoad;
  /** Lets statements in flight finish, then gives the connections back. */
  close(): Promise<void>;
}

/** Load of a store's connections. */
export interface StoreLoad {
  /** Number of open connections. */
  readonly connections: number;
  /** Number of statements that run or wait for their turn. */
  readonly statements: number;
}

/**
 * Outcome of a statement that failed.
 *
 * - `unavailable`: it changed nothing and may succeed later
 * - `rejected`: it changed nothing and will not succeed until somebody repairs the cause
 * - `uncertain`: it was sent and no answer came, so it must never be sent again if it counts
 */
export type Outcome = "unavailable" | "rejected" | "uncertain";

/** A verb that failed, with what is known about its effect. */
export class StoreError extends Error {
  /** Tells this error from others, in logs too. */
  override readonly name = "StoreError";

  constructor(
    /** Outcome of the statement. */
    readonly outcome: Outcome,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An error as it is if a store knows it; what is not known to have changed nothing may have counted. */
export function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError("uncertain", "the store failed in a way that it does not know", { cause: error });
}

/** The total as a number, refused where a JavaScript number would not be exact. */
export function exactTotal(value: unknown): number {
  const total = typeof value === "string" ? Number(value) : value;
  if (typeof total !== "number" || !Number.isSafeInteger(total) || total < 0) {
    throw new StoreError(
      "rejected",
      `\`visits\` must be an integer from 0 to ${Number.MAX_SAFE_INTEGER}, got ${String(value)}`,
    );
  }
  return total;
}

/** Refuses a total to which no visit can be added. */
export function requireRoom(total: number): void {
  if (total >= Number.MAX_SAFE_INTEGER)
    throw new StoreError("rejected", `the counter is at its limit, ${Number.MAX_SAFE_INTEGER}`);
}

/** Refuses a step that would not count visits. */
export function requireStep(by: number): void {
  if (!Number.isSafeInteger(by) || by < 1) {
    throw new StoreError("rejected", `\`by\` must be a positive integer, got ${by}`);
  }
}

/** The error for a counter that nobody created: a silent 0 would start the count again. */
export function missingCounter(): StoreError {
  return new StoreError("rejected", "the row `counter` 1 must exist, got none; run the command `migrate`");
}
