import { setTimeout as pause } from "node:timers/promises";
import type { StoreError } from "../../src/store/store";

/**
 * What a verb comes to, asked again while it is unavailable: on a busy machine a log-in takes longer than a verb waits for it,
 * and goes on.
 *
 * @throws whatever else the verb fails with, and what it failed with last after ten seconds
 */
export async function eventually<T>(verb: () => Promise<T>): Promise<T> {
  for (const end = performance.now() + 10_000; ; await pause(50))
    try {
      return await verb();
    } catch (error) {
      if ((error as StoreError).outcome !== "unavailable" || performance.now() > end) throw error;
    }
}
