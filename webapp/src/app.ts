import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { FailureLog } from "./failure-log";
import { health } from "./routes/health";
import { quiet } from "./routes/quiet";
import { visits } from "./routes/visits";
import { type CounterStore, StoreError } from "./store/store";

declare module "fastify" {
  interface FastifyInstance {
    /** Whether this server is about to stop, so that balancers must look elsewhere. */
    draining: boolean;
  }
}

/** Above the 60 seconds for which an AWS balancer keeps an idle connection: the side that closes last never cuts a request. */
const KEEP_ALIVE_MS = 75_000;

/** Builds the app without a port, ready for `inject` or `listen`. */
export function buildApp(store: CounterStore, log: FastifyBaseLogger): FastifyInstance {
  const app = Fastify({
    loggerInstance: log,
    // A balancer writes a line per request already; a second one costs a third of the throughput.
    logController: new LogController({ disableRequestLogging: true }),
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: 15_000,
    connectionTimeout: 0,
    bodyLimit: 1_024,
    exposeHeadRoutes: false,
  });
  // Node closes a connection whose next headers take longer, so this exceeds the idle time.
  app.server.headersTimeout = KEEP_ALIVE_MS + 1_000;

  app.decorate("draining", false);
  app.addHook("onRequest", async (_, reply) => {
    void reply.headers(securityHeaders);
    if (app.draining) void reply.header("connection", "close");
  });
  const failures = new FailureLog(log);
  app.addHook("onClose", () => failures.close());
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(failures, error, request, reply));
  app.setNotFoundHandler((_, reply) => reply.code(404).type("text/plain; charset=utf-8").send("Not found\n"));
  void app.register(visits, { store });
  void app.register(health, { store });
  void app.register(quiet);
  return app;
}

const securityHeaders = {
  "content-security-policy":
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Tells visitors no more than whether a later attempt may help; the log has the cause. */
function answerError(
  failures: FailureLog,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const status = error instanceof StoreError ? 503 : (error.statusCode ?? 500);
  if (status >= 500) failures.record(error, { reqId: request.id, method: request.method, path: request.url });
  if (status === 503) void reply.header("retry-after", "1");
  void reply.code(status).header("cache-control", "no-store").type("text/plain; charset=utf-8");
  return reply.send(`${status < 500 ? error.message : messages[status === 503 ? 503 : 500]}\n`);
}

const messages = {
  500: "Something went wrong",
  503: "The counter is unavailable, please try again",
} as const;
