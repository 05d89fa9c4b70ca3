import { claimsOf, isSigned } from "../../../webapp/test/support/oci-signature";
import { ApiError, type ApiRequest, notFound, ok } from "./http";
import { workloadMay } from "./rights";
import type { Routes } from "./routes";

// https://docs.oracle.com/iaas/api/#/en/monitoring/20180401/MetricData/PostMetricData and what it refers to.
const maxStreams = 50;
const dimensionCount = { min: 1, max: 20 };
const oldestMs = 2 * 3_600_000;
const earliestMs = 10 * 60_000;

/** A metric stream of a request. */
interface PostedMetric {
  readonly namespace: string;
  readonly compartmentId: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly datapoints: readonly { readonly timestamp: string; readonly value: number }[];
}

/**
 * OCI Monitoring takes custom metrics: of whoever signs with a session that is good, in namespaces that a policy names for them, and of a
 * request those metrics that keep the rules, unless none does.
 */
export function metricIngestion(routes: Routes): void {
  routes.on("POST telemetry-ingestion 20180401/metrics", (request) => {
    requireSession(request);
    const { metricData = [] } = request.body as { metricData?: PostedMetric[] };
    if (metricData.length === 0) throw new ApiError(400, "MissingParameter", "metricData must not be empty");
    const streams = new Set(metricData.map(streamOf));
    if (streams.size > maxStreams)
      throw new ApiError(400, "InvalidParameter", `at most ${maxStreams} streams, not ${streams.size}`);
    for (const { namespace, compartmentId } of metricData) {
      const asked = {
        verb: "use",
        kind: "metrics",
        compartmentId,
        target: { "target.metrics.namespace": namespace },
      };
      if (!workloadMay(routes, request, asked)) throw notFound("metrics");
    }
    const failedMetrics = metricData.flatMap((metric) => {
      const message = faultOf(metric);
      return message === undefined ? [] : [{ message, metricData: metric }];
    });
    if (failedMetrics.length === metricData.length)
      throw new ApiError(400, "InvalidParameter", failedMetrics[0]!.message);
    const failed = new Set(failedMetrics.map(({ metricData: metric }) => metric));
    routes.metrics.push(...metricData.flatMap((metric) => (failed.has(metric) ? [] : [{ ...metric }])));
    return ok({ failedMetricsCount: failedMetrics.length, failedMetrics });
  });
}

function requireSession({ method, path, headers, bytes }: ApiRequest): void {
  const { exp } = claimsOf({ headers }) ?? {};
  const signed = isSigned({ method, url: `/${path.join("/")}`, headers, body: bytes });
  if (typeof exp !== "number" || exp * 1_000 <= Date.now() || !signed)
    throw new ApiError(
      401,
      "NotAuthenticated",
      "The required information to complete authentication was not provided or was incorrect.",
    );
}

function streamOf({ namespace, name, dimensions }: PostedMetric): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}

/** What is wrong with a metric: names, dimensions and points have rules (`MetricDataDetails`, `Datapoint`). */
function faultOf({ namespace, name, dimensions, datapoints }: PostedMetric): string | undefined {
  if (!/^(?!oci_|oracle_)[a-z]\w*$/i.test(namespace)) return `invalid namespace ${namespace}`;
  if (!/^[a-z][\w.$-]*$/i.test(name)) return `invalid name ${name}`;
  const pairs = Object.entries(dimensions);
  if (pairs.length < dimensionCount.min || pairs.length > dimensionCount.max)
    return "invalid number of dimensions";
  for (const [key, value] of pairs)
    if (!/^[!-~]{1,256}$/.test(key) || value.length < 1 || value.length > 512)
      return `invalid dimension ${key}`;
  if (datapoints.length === 0) return "no data points";
  for (const { timestamp, value } of datapoints) {
    const age = Date.now() - Date.parse(timestamp);
    if (!(age < oldestMs && age > -earliestMs)) return `timestamp ${timestamp} is not near now`;
    if (typeof value !== "number") return "a value is no number";
  }
  return undefined;
}
