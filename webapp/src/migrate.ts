import { setTimeout as pause } from "node:timers/promises";
import type { FastifyBaseLogger } from "fastify";
import { backoff } from "./counting/backoff";
import { describeCause } from "./telemetry/causes";
import { type CounterStore, StoreError } from "./store/store";

/** Options of {@link migrate}: how long it retries, and its logger. */
export interface MigrateOptions {
  /**
   * Time after which it gives up, in milliseconds.
   *
   * @default - it goes on until it succeeds
   */
  readonly timeoutMs?: number;
  /** Told about each failure. */
  readonly log: Pick<FastifyBaseLogger, "info" | "warn">;
}

/** Longest pause while the database is away, and while somebody has to grant or repair something, in milliseconds. */
const CAP_MS = { away: 15_000, refused: 60_000 };

/**
 * Creates the schema, and waits for whatever it lacks: a database that is still being made, a right that is granted late, a
 * secret that is not there yet. Nothing else would try again, and each step is safe to repeat.
 */
export async function migrate(
  store: CounterStore,
  { timeoutMs = Infinity, log }: MigrateOptions,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  for (let failure = 0; ; failure++) {
    try {
      await store.migrate();
      return log.info({ store: store.name }, "the schema is there");
    } catch (error) {
      // What is no failure of the store is one of this program, and will not pass.
      if (!(error instanceof StoreError)) throw error;
      const capMs = error.outcome === "rejected" ? CAP_MS.refused : CAP_MS.away;
      const wait = backoff(failure, { firstMs: 500, capMs });
      if (performance.now() + wait > end) throw error;
      log.warn(
        { err: error },
        `the schema is not there yet, trying again in ${Math.round(wait)} ms; waiting for this to pass: ${describeCause(error)}`,
      );
      await pause(wait);
    }
  }
}
