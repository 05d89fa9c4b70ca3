import { hostname } from "node:os";
import type { FastifyInstance } from "fastify";
import { eachMinute } from "./each-minute";
import type { Metric, Metrics } from "./metrics";
import type { MonitoringClient } from "./monitoring-client";

/** Time limit of a post, in milliseconds. */
const POST_MS = 10_000;
/** Time limit of the last post, in milliseconds: it is over long before a stopping server's time is. */
export const LAST_POST_MS = 5_000;
/** Most metric streams that one request may hold. */
const MAX_STREAMS = 50;

/** Metrics that are posted to OCI Monitoring. */
export interface OciMetrics {
  /** Region, such as `us-ashburn-1`. */
  readonly region: string;
  /** OCID of the compartment that has them. */
  readonly compartmentId: string;
  /** Namespace there. */
  readonly namespace: string;
  /** Names of those that are posted, with all of their labels; every other one stays in the process. */
  readonly names: readonly string[];
}

/** A metric stream and its value of a moment, as `PostMetricData` takes it. */
interface MetricData {
  readonly namespace: string;
  readonly compartmentId: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly datapoints: readonly { readonly timestamp: string; readonly value: number }[];
}

/**
 * Bodies of requests to OCI Monitoring: each series as it is, with its labels for dimensions and the pod's name besides, so that pods never
 * write into one stream. Counters only grow there, as those of servers do.
 *
 * https://docs.oracle.com/iaas/api/#/en/monitoring/20180401/MetricData/PostMetricData
 *
 * @param metrics what was measured until now
 * @param pod name of the pod
 */
export function metricPosts(
  { namespace, compartmentId, names }: OciMetrics,
  metrics: readonly Metric[],
  pod: string,
  now: Date,
): string[] {
  const timestamp = now.toISOString();
  const streams = metrics
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name, values }) =>
      values
        .filter(({ metricName = name, value }) => metricName === name && Number.isFinite(value))
        .map(({ labels, value }): MetricData => {
          const dimensions = Object.entries({ ...labels, pod }).map(([key, text]) => [key, String(text)]);
          return {
            namespace,
            compartmentId,
            name,
            dimensions: Object.fromEntries(dimensions) as Record<string, string>,
            datapoints: [{ timestamp, value }],
          };
        }),
    );
  const posts = Math.ceil(streams.length / MAX_STREAMS);
  return Array.from({ length: posts }, (_, at) =>
    JSON.stringify({ metricData: streams.slice(at * MAX_STREAMS, (at + 1) * MAX_STREAMS) }),
  );
}

/**
 * Posts metrics to OCI Monitoring each minute. A post that fails is not repeated and keeps nothing: the next one has the counters as they
 * are by then. Of failures that follow each other the first is logged, and the end of them.
 */
export function postMetrics(app: FastifyInstance, metrics: Metrics, config: OciMetrics): void {
  let client: Promise<MonitoringClient> | undefined;
  let running: AbortController | undefined;
  let failing = false;
  const post = async (signal: AbortSignal) => {
    const bodies = metricPosts(config, await metrics.values(), hostname(), new Date());
    // Loaded and opened where it is needed, and anew after a failure, which may be that of its identity.
    client ??= import("./monitoring-client").then(({ open }) => open(config.region));
    const service = await client;
    for (const body of bodies) await service.post(body, signal);
  };
  eachMinute(app, async (last) => {
    if (running && !last) return;
    // One that hangs as the server stops must not have the last one wait.
    running?.abort();
    const { signal } = (running = new AbortController());
    const giveUpMs = last ? LAST_POST_MS : POST_MS;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(giveUpMs)]);
    try {
      await orAborted(post(limit), limit, giveUpMs);
      if (failing) app.log.info("metrics are posted to OCI Monitoring again");
      failing = false;
    } catch (error) {
      if (signal.aborted) return;
      client = undefined;
      if (!failing) app.log.error({ err: error }, "metrics could not be posted to OCI Monitoring");
      failing = true;
    }
    running = undefined;
  });
}

/** Settles as `work` does, or rejects as soon as the signal comes; its own reason would fill a log line with codes. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal, giveUpMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error(`no answer within ${giveUpMs} ms`));
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject);
  });
}
