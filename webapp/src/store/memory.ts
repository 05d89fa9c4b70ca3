import { type CounterStore, exactTotal, requireRoom, requireStep } from "./store";

/** Opens a counter in this process only: for tests of the routes, and for a look at the app without a database. */
export function open(): CounterStore {
  let total = 0;
  return {
    name: "memory",
    migrate: () => Promise.resolve(),
    async increment(by) {
      requireStep(by);
      total = exactTotal(total + by);
      return Promise.resolve(total);
    },
    read: () => Promise.resolve(total),
    ping: () => Promise.resolve().then(() => requireRoom(total)),
    close: () => Promise.resolve(),
  };
}
