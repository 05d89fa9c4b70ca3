import { isIP } from "node:net";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { Answers } from "./answers";
import { answerClientError } from "./client-error";
import { FailureLog } from "./failure-log";
import { type MetricsAddress, serveMetrics } from "./metrics/endpoint";
import { Metrics } from "./metrics/metrics";
import { openapi } from "./openapi";
import { type Origin, Page } from "./page";
import { trustProxy } from "./proxies";
import { requestId } from "./request-id";
import { health } from "./routes/health";
import { quiet } from "./routes/quiet";
import { visits } from "./routes/visits";
import { type CounterStore, StoreError } from "./store/store";
import { Strangers } from "./strangers";

declare module "fastify" {
  interface FastifyInstance {
    /** Whether this server is about to stop, so that balancers must look elsewhere. */
    draining: boolean;
  }
}

/** What an app may be told beside its store. */
export interface AppOptions {
  /**
   * What the page tells of where it comes from.
   *
   * @default - nothing
   */
  readonly origin?: Origin;
  /**
   * Where metrics are served while the app listens.
   *
   * @default - nowhere, and nothing is measured
   */
  readonly metrics?: MetricsAddress;
}

/** Above the 60 seconds for which an AWS balancer keeps an idle connection: the side that closes last never cuts a request. */
const KEEP_ALIVE_MS = 75_000;
/** Node counts a fresh connection on which nothing was sent yet as a slow request, so this exceeds the idle time too. */
const REQUEST_MS = KEEP_ALIVE_MS + 1_000;
/** More than twice as many as the coalescer holds visitors; what they cost together is bounded by this. */
const MAX_CONNECTIONS = 10_000;
const MAX_HEADER_BYTES = 8_192;
const MAX_URL_CHARACTERS = 2_048;

/** Builds the app without a port, ready for `inject` or `listen`. */
export function buildApp(
  store: CounterStore,
  log: FastifyBaseLogger,
  { origin = {}, metrics: address }: AppOptions = {},
): FastifyInstance {
  const answers = new Answers(new Page(origin));
  const failures = new FailureLog(log);
  const answerError = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
    answers.refused(reply, ...explain(error, request, reply, failures));

  const app = Fastify({
    // A balancer writes a line per request already; a second one costs a third of the throughput.
    logController: new LogController({ disableRequestLogging: true }),
    // Not `loggerInstance`: with one, Fastify makes two listeners for each request, and a logger, though nothing is logged.
    childLoggerFactory: () => log,
    genReqId: requestId,
    trustProxy,
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_MS,
    // No route takes anything from its visitor, so nothing is parsed, and no compiler has to be loaded.
    routerOptions: { querystringParser: () => ({}) },
    schemaController: { compilersFactory: { buildValidator, buildSerializer } },
    frameworkErrors: (error, request, reply) =>
      void answerError(error, request, reply.headers(securityHeaders)),
    clientErrorHandler: answerClientError,
  });
  app.log = log;
  app.server.headersTimeout = REQUEST_MS;
  app.server.maxConnections = MAX_CONNECTIONS;

  app.decorate("draining", false);
  app.addHook("onRequest", (request, reply, next) => {
    void reply.headers(securityHeaders);
    if (app.draining) void reply.header("connection", "close");
    next(request.raw.url !== undefined && request.raw.url.length > MAX_URL_CHARACTERS ? tooLong : undefined);
  });
  app.addHook("onClose", () => failures.close());
  app.setErrorHandler(answerError);

  new Strangers(answers).meet(app);
  const metrics = address && new Metrics(app);
  if (metrics) serveMetrics(app, metrics, address);
  openapi(app);
  void app.register(visits, { store, answers, ...(metrics && { metrics }) });
  void app.register(health, { store });
  void app.register(quiet);
  return app;
}

function buildValidator() {
  return () => {
    throw new Error("a route must not take anything from its visitor: nothing here could validate it");
  };
}

/** Schemas describe the answers and tests hold them to it; compiling them would cost each start more than it saves. */
function buildSerializer() {
  return () => JSON.stringify;
}

const tooLong = Object.assign(new Error("The address is too long"), { statusCode: 414 });

const securityHeaders = {
  "content-security-policy":
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Tells visitors no more than whether a later attempt may help; the log has the cause. */
function explain(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  failures: FailureLog,
): [status: number, sentence: string] {
  const status = error instanceof StoreError ? 503 : (error.statusCode ?? 500);
  if (status < 500) return [status, sentences[status] ?? "The request was not understood"];
  const { id, ip, method, url } = request;
  // Without the query: people put secrets there.
  const path = url.split("?", 1)[0];
  failures.record(error, { reqId: id, ...(isIP(ip) > 0 && { ip }), method, path });
  void reply.header("x-request-id", id);
  if (status === 503) void reply.header("retry-after", "1");
  return [status, sentences[status] ?? "Something went wrong"];
}

const sentences: Readonly<Record<number, string>> = {
  414: "The address is too long",
  503: "The counter is unavailable, please try again",
};
