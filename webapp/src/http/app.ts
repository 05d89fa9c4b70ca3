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
import { FailureLog } from "../telemetry/failure-log";
import { createHttpServer } from "./http-server";
import { type MetricsAddress, serveMetrics } from "../telemetry/metrics/endpoint";
import { type EmbeddedMetrics, writeMetrics } from "../telemetry/metrics/embedded";
import { Metrics } from "../telemetry/metrics/metrics";
import { type OciMetrics, postMetrics } from "../telemetry/metrics/oci-monitoring";
import { openapi } from "./openapi";
import { type Origin, Page } from "./page";
import { trustProxy } from "./proxies";
import { faultOf, faultSentences } from "./request-fault";
import { requestIds } from "./request-id";
import { health } from "./routes/health";
import { assets } from "./routes/assets";
import { visits } from "./routes/visits";
import { type CounterStore, StoreError } from "../store/store";
import { NotFound } from "./not-found";
import { answerClientError } from "./unread-body";
import { DEFAULT_KEEP_ALIVE_SECONDS } from "../config/variables";

declare module "fastify" {
  interface FastifyInstance {
    /** Whether this server is about to stop, so that balancers must look elsewhere. */
    draining: boolean;
  }
}

/** Options of the app, besides its store. */
export interface AppOptions {
  /**
   * Origin that the page shows: cloud, region and server.
   *
   * @default - nothing
   */
  readonly origin?: Origin;
  /**
   * Where metrics are served while the app listens.
   *
   * @default - nowhere
   */
  readonly metrics?: MetricsAddress;
  /**
   * Metrics that are written to standard output each minute, in CloudWatch's embedded metric format.
   *
   * @default - none
   */
  readonly embeddedMetrics?: EmbeddedMetrics;
  /**
   * Metrics that are posted to OCI Monitoring each minute.
   *
   * @default - none
   */
  readonly ociMetrics?: OciMetrics;
  /**
   * Keep-alive time of an idle connection, in seconds: longer than a balancer in front keeps its own.
   *
   * @default 75
   */
  readonly keepAliveSeconds?: number;
  /**
   * Lower-case name of the header in which a balancer in front names each request.
   *
   * @default - none; each request gets an id of this server's
   */
  readonly requestIdHeader?: string;
}

/** Builds the app without a port, ready for `inject` or `listen`. */
export function buildApp(
  store: CounterStore,
  log: FastifyBaseLogger,
  options: AppOptions = {},
): FastifyInstance {
  const { origin = {}, metrics: address, embeddedMetrics, ociMetrics } = options;
  const { keepAliveSeconds = DEFAULT_KEEP_ALIVE_SECONDS } = options;
  const answers = new Answers(new Page(origin));
  const failures = new FailureLog(log);
  const answerError = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
    answers.refused(reply, ...explain(error, request, reply, failures));

  const app = Fastify({
    // A balancer writes a line per request already; a second one costs a third of the throughput.
    logController: new LogController({ disableRequestLogging: true }),
    // Not `loggerInstance`: with one, Fastify makes two listeners for each request, and a logger, though nothing is logged.
    childLoggerFactory: () => log,
    genReqId: requestIds(options.requestIdHeader),
    trustProxy,
    serverFactory: (handler) => createHttpServer(handler, keepAliveSeconds * 1_000),
    // No route takes anything from its visitor, so nothing is parsed, and no compiler has to be loaded.
    routerOptions: { querystringParser: () => ({}) },
    schemaController: { compilersFactory: { buildValidator, buildSerializer } },
    frameworkErrors: (error, request, reply) =>
      void answerError(error, request, reply.headers(securityHeaders)),
    clientErrorHandler: answerClientError,
  });
  app.log = log;

  app.decorate("draining", false);
  app.addHook("onRequest", (request, reply, next) => {
    void reply.headers(securityHeaders);
    const { expect } = request.raw.headers;
    // Who waits to be asked for a body is told the answer instead, and might send it all the same.
    if (app.draining || expect !== undefined) void reply.header("connection", "close");
    next(faultOf(request.raw));
  });
  app.addHook("onClose", () => failures.close());
  app.setErrorHandler(answerError);

  new NotFound(answers).meet(app);
  const metrics = address || embeddedMetrics || ociMetrics ? new Metrics(app.server) : undefined;
  if (metrics) app.addHook("onClose", () => metrics.close());
  if (metrics && address) serveMetrics(app, metrics, address);
  if (metrics && embeddedMetrics) writeMetrics(app, metrics, embeddedMetrics);
  if (metrics && ociMetrics) postMetrics(app, metrics, ociMetrics);
  const asked = metrics?.measured(store) ?? store;
  openapi(app);
  void app.register(visits, { store: asked, answers, ...(metrics && { metrics }) });
  void app.register(health, { store: asked });
  void app.register(assets);
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
  ...faultSentences,
  503: "The counter is unavailable, please try again",
};
