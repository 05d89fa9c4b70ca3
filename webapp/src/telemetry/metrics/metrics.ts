import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Server, ServerResponse } from "node:http";
import { promisify } from "node:util";
import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
  Summary,
} from "prom-client";
import type { CounterStore } from "../../store/store";
import { metricNames as names, quantile, statements } from "./names";

/** Window of the quantile of statement times, in seconds; the second half of it at least. */
const WINDOW_SECONDS = 60;

/** Channel on which Node.js tells of each answer that was written. */
const ANSWERED = "http.server.response.finish";

/** A metric with its values, as prom-client lists it: a summary's sum and number of observations have names of their own. */
export type Metric = MetricObjectWithValues<MetricValue<string> & { readonly metricName?: string }>;

/** Queue of visitors. */
export interface Queue {
  /** Number of visitors that wait for their batch. */
  readonly queued: number;
  /** Number of visitors in the batch in flight. */
  readonly inFlight: number;
}

/**
 * Measurements of one server, in prom-client's registry; only there where somebody asks for them.
 *
 * A visit costs an addition, a batch two counters and a summary; everything else is looked up by whoever scrapes.
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly common = { registers: [this.registry] };
  private readonly visits = this.counter(names.visits, "Visits that were counted.");
  private readonly batches = this.counter(names.batches, "Updates that counted visits.");
  private readonly failures = new Counter({
    ...this.common,
    name: names.failures,
    help: "Statements that failed.",
    labelNames: ["statement"],
  });
  private readonly seconds = new Summary({
    ...this.common,
    name: names.statements,
    help: `Time of statements that succeeded, waiting for a connection included; the quantile is that of the last ${WINDOW_SECONDS} seconds.`,
    labelNames: ["statement"],
    percentiles: [quantile],
    maxAgeSeconds: WINDOW_SECONDS,
    ageBuckets: 2,
  });
  /** Numbers of answers by the first digit of their status. */
  private readonly answers = new Map([2, 3, 4, 5].map((digit) => [digit, 0]));
  private readonly timed = new WeakSet<Promise<unknown>>();
  private readonly answered = (message: unknown) => {
    const { server, response } = message as { server: Server; response: ServerResponse };
    if (server !== this.server) return;
    const digit = Math.trunc(response.statusCode / 100);
    this.answers.set(digit, (this.answers.get(digit) ?? 0) + 1);
  };

  constructor(private readonly server: Server) {
    // A counter that is there from the start shows its first failure as a difference.
    for (const statement of statements) this.failures.inc({ statement }, 0);
    this.observeServer();
    collectDefaultMetrics({ register: this.registry });
  }

  /** A store that measures what is asked of another one. */
  measured(store: CounterStore): CounterStore {
    const load = store.load?.bind(store);
    if (load !== undefined)
      this.gauge(names.databaseConnections, "Open connections to the database.", () => load().connections);
    return {
      ...store,
      increment: (by) =>
        this.time("increment", store.increment(by), () => {
          this.batches.inc();
          this.visits.inc(by);
        }),
      read: () => this.time("read", store.read()),
      ping: () => this.time("ping", store.ping()),
    };
  }

  /** Measures a queue. */
  watch(queue: Queue): void {
    this.gauge(names.waiting, "Visitors who wait for an answer.", () => queue.queued + queue.inFlight);
  }

  /** Content type of {@link text}. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** All metrics, in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** All metrics with their values, as prom-client lists them. */
  values(): Promise<readonly Metric[]> {
    return this.registry.getMetricsAsJSON();
  }

  /** Lets go of what would keep measuring. */
  close(): void {
    unsubscribe(ANSWERED, this.answered);
  }

  /** Measures beside the answer, which nobody gets later for it. */
  private time<T>(
    statement: (typeof statements)[number],
    answer: Promise<T>,
    succeeded?: () => void,
  ): Promise<T> {
    // A crowd that reads shares one statement and its answer.
    if (this.timed.has(answer)) return answer;
    this.timed.add(answer);
    const begin = performance.now();
    answer.then(
      () => {
        this.seconds.observe({ statement }, (performance.now() - begin) / 1_000);
        succeeded?.();
      },
      () => this.failures.inc({ statement }),
    );
    return answer;
  }

  private observeServer(): void {
    const { answers, server } = this;
    subscribe(ANSWERED, this.answered);
    new Counter({
      ...this.common,
      name: names.requests,
      help: "Requests that were answered, by class of the answer's status.",
      labelNames: ["class"],
      collect() {
        this.reset();
        answers.forEach((count, digit) => this.inc({ class: `${digit}xx` }, count));
      },
    });
    new Gauge({
      ...this.common,
      name: names.httpConnections,
      help: "Connections of visitors and balancers.",
      async collect() {
        this.set(await promisify(server.getConnections.bind(server))());
      },
    });
  }

  private counter(name: string, help: string): Counter {
    return new Counter({ ...this.common, name, help });
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      ...this.common,
      name,
      help,
      collect() {
        this.set(read());
      },
    });
  }
}
