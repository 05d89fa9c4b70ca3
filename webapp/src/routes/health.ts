import type { FastifyInstance } from "fastify";
import { withDeadline } from "../deadline";
import type { CounterStore } from "../store/store";

const LIMIT_MS = 1_000;

const healthy = { status: "healthy", database: "connected" };
const unhealthy = { status: "unhealthy", database: "disconnected" };

/** Answers 200 at `/health` only if the database answered a query within a second. */
export function health(app: FastifyInstance, { store }: { store: CounterStore }, done: () => void): void {
  const isReachable = reachability(app, store);
  app.get("/health", async (_, reply) => {
    const well = !app.draining && (await isReachable());
    return reply
      .code(well ? 200 : 503)
      .header("cache-control", "no-store")
      .send(well ? healthy : unhealthy);
  });
  done();
}

/** One probe at a time serves everyone who asks meanwhile; a change is logged, a state is not. */
function reachability(app: FastifyInstance, store: CounterStore): () => Promise<boolean> {
  let probe: Promise<boolean> | undefined;
  let last: boolean | undefined;
  const ask = async () => {
    const error = await pingInTime(store);
    const now = error === undefined;
    if (now !== last)
      app.log[now ? "info" : "warn"]({ err: error }, `the database is ${now ? "" : "dis"}connected`);
    return (last = now);
  };
  return () => (probe ??= ask().finally(() => (probe = undefined)));
}

async function pingInTime(store: CounterStore): Promise<unknown> {
  const late = () => new Error(`the database did not answer within ${LIMIT_MS} ms`);
  try {
    await withDeadline(store.ping(), LIMIT_MS, late);
    return undefined;
  } catch (error) {
    return error;
  }
}
