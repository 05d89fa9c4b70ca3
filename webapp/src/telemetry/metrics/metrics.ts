import { monitorEventLoopDelay } from "node:perf_hooks";
import type { FastifyInstance } from "fastify";
import type { CounterStore, StoreError } from "../../store/store";
import { DURATIONS, type Histogram, Registry } from "./registry";

/** Sizes of a batch: powers of two up to as many visitors as are held. */
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096] as const;

/** How often Node looks whether timers run on time. */
const TIMER_MS = 10;

/** Where visitors wait. */
export interface Queue {
  /** How many wait for their batch. */
  readonly queued: number;
  /** How many are in the batch in flight. */
  readonly inFlight: number;
}

/** What this server measures about itself; only there where somebody asks for it. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly delay = monitorEventLoopDelay({ resolution: TIMER_MS });
  private readonly answered: (labels: string) => Histogram;
  private readonly sizes: Histogram;
  private readonly updates: (labels: string) => Histogram;
  /** Of each path the histograms of its answers, by the first digit of their status. */
  private readonly paths = new Map<string, Histogram[]>();

  constructor(app: FastifyInstance) {
    const { registry } = this;
    this.answered = registry.histograms(
      "http_request_duration_seconds",
      "Time from a request's first line to its answer's last byte.",
      DURATIONS,
    );
    this.sizes = registry.histograms("counter_batch_visits", "Visits that one update counted.", SIZES)("");
    this.updates = registry.histograms(
      "counter_update_duration_seconds",
      "Time that the database took for an update and its commit, waiting for a connection included.",
      DURATIONS,
    );
    this.observeRequests(app);
    this.observeProcess();
  }

  /** Measures the queue, and the store's connections. */
  watch(queue: Queue, store: Pick<CounterStore, "load">): void {
    this.registry.gauge("counter_visitors", "Visitors who wait for an answer.", () => ({
      'state="queued"': queue.queued,
      'state="in_flight"': queue.inFlight,
    }));
    if (store.load === undefined) return;
    const load = store.load.bind(store);
    this.registry.gauge(
      "database_connections",
      "Open connections to the database.",
      () => load().connections,
    );
    this.registry.gauge(
      "database_statements",
      "Statements that run or wait for their turn.",
      () => load().statements,
    );
  }

  /** Hears of an update. */
  settled(size: number, tookMs: number, error?: StoreError): void {
    if (error === undefined) this.sizes.observe(size);
    this.updates(`outcome="${error?.outcome ?? "committed"}"`).observe(tookMs / 1_000);
  }

  /** Everything, in Prometheus' text format. */
  text(): string {
    return this.registry.text();
  }

  /** Lets go of what would keep measuring. */
  close(): void {
    this.delay.disable();
  }

  private series(url: string, status: number): Histogram {
    const path = this.paths.has(url) ? url : (url.split("?", 1)[0] ?? "");
    const byStatus = this.paths.get(path);
    const first = Math.trunc(status / 100);
    if (byStatus === undefined) return this.answered(labels("other", first));
    return (byStatus[first] ??= this.answered(labels(path, first)));
  }

  private observeRequests(app: FastifyInstance): void {
    app.addHook("onRoute", ({ url }) => void this.paths.set(url, []));
    app.addHook("onResponse", (request, reply, next) => {
      this.series(request.raw.url ?? "", reply.statusCode).observe(reply.elapsedTime / 1_000);
      next();
    });
    let connections = 0;
    app.server.on("connection", (socket) => {
      connections++;
      socket.once("close", () => connections--);
    });
    this.registry.gauge("http_connections", "Connections of visitors and balancers.", () => connections);
  }

  private observeProcess(): void {
    const { registry, delay } = this;
    delay.enable();
    registry.gauge("nodejs_eventloop_delay_seconds", "How late timers ran since the last scrape.", () => {
      const values = {
        'quantile="0.5"': lateness(delay.percentile(50)),
        'quantile="0.99"': lateness(delay.percentile(99)),
        'quantile="1"': lateness(delay.max),
      };
      delay.reset();
      return values;
    });
    registry.gauge("process_resident_memory_bytes", "Memory of this process.", () =>
      process.memoryUsage.rss(),
    );
    registry.gauge(
      "nodejs_heap_used_bytes",
      "Memory that JavaScript uses.",
      () => process.memoryUsage().heapUsed,
    );
    registry.total("process_cpu_seconds_total", "Processor time of this process.", () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    });
    const started = Date.now() / 1_000 - process.uptime();
    registry.gauge(
      "process_start_time_seconds",
      "When this process started, in seconds since 1970.",
      () => started,
    );
  }
}

function labels(path: string, firstDigit: number): string {
  return `path="${path}",status="${firstDigit}xx"`;
}

/** Node measures from one run of its timer to the next; what exceeds the timer's own interval is how late it was. */
function lateness(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e9 - TIMER_MS / 1e3);
}
