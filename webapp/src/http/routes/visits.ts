import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Answers } from "../answers";
import { Coalescer } from "../../counting/coalescer";
import type { Metrics } from "../../telemetry/metrics/metrics";
import type { CounterStore } from "../../store/store";
import { lookSchema, totalSchema, visitSchema } from "./schemas";

/** Options of the plugin that counts visits. */
export interface VisitsOptions {
  /** Store of the counter. */
  readonly store: CounterStore;
  /** Answers to visitors. */
  readonly answers: Answers;
  /**
   * Who measures how many wait.
   *
   * @default - nobody
   */
  readonly metrics?: Metrics;
}

/** Counts a visit at `/` and says which one it was; tells the total at `/visits`. */
export function visits(
  app: FastifyInstance,
  { store, answers, metrics }: VisitsOptions,
  done: () => void,
): void {
  const coalescer = new Coalescer<FastifyReply>(store, {
    answer: (reply, number) => answers.counted(reply, number),
    refuse: (reply, error) => void reply.send(error),
    // The request's end of the connection: an answer that waits behind others of the same connection never hears of it.
    isGone: ({ request }) => request.raw.socket.destroyed,
  });
  metrics?.watch(coalescer);

  // Neither `async` nor a promise: at a crowd's pace each of them is felt.
  app.get("/", { schema: visitSchema, exposeHeadRoute: false }, (request, reply) => {
    if (isPrefetch(request)) answers.refused(reply, 403, "A prefetch is not a visit");
    else coalescer.join(reply);
  });
  // A HEAD request asks about the page, it does not visit it.
  app.head("/", { schema: lookSchema }, (_, reply) => answers.described(reply));
  app.get("/visits", { schema: totalSchema }, async (_, reply) => answers.total(reply, await store.read()));
  done();
}

/**
 * Whether a browser only guesses that its user will come.
 *
 * The answer must fail: an answer that succeeded would be shown when the user does come, and that visit be lost.
 */
function isPrefetch({ raw: { headers } }: FastifyRequest): boolean {
  const purpose = headers["sec-purpose"] ?? headers.purpose ?? headers["x-moz"];
  return typeof purpose === "string" && /^\s*(prefetch|preview|prerender)\b/i.test(purpose);
}
