import { setTimeout as pause } from "node:timers/promises";
import type { FastifyBaseLogger } from "fastify";
import { backoff } from "./backoff";
import { type CounterStore, StoreError } from "./store/store";

/** How long `migrate` keeps trying, and who hears about it. */
export interface MigrateOptions {
  /** Time in which the database must have become reachable, in milliseconds. */
  readonly timeoutMs: number;
  /** Told about each failure. */
  readonly log: Pick<FastifyBaseLogger, "info" | "warn">;
}

/** Creates the schema, and waits for a database that is still being made; repeats only what is safe to repeat. */
export async function migrate(store: CounterStore, { timeoutMs, log }: MigrateOptions): Promise<void> {
  const end = performance.now() + timeoutMs;
  for (let failure = 0; ; failure++) {
    try {
      await store.migrate();
      return log.info({ store: store.name }, "the schema is there");
    } catch (error) {
      const wait = backoff(failure, { firstMs: 500, capMs: 15_000 });
      if (isFinal(error) || performance.now() + wait > end) throw error;
      log.warn({ err: error }, `the database is not ready, trying again in ${Math.round(wait)} ms`);
      await pause(wait);
    }
  }
}

function isFinal(error: unknown): boolean {
  return !(error instanceof StoreError) || error.outcome === "rejected";
}
