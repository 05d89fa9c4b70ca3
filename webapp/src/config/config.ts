import type * as z from "zod";
import type { EmbeddedMetrics } from "../telemetry/metrics/embedded";
import type { MetricsAddress } from "../telemetry/metrics/endpoint";
import type { OciMetrics } from "../telemetry/metrics/oci-monitoring";
import type { Origin } from "../http/page";
import type { serverVariables } from "./variables";
import type { DatabaseConfig } from "./database-config";

/** Configuration of the web app, from its environment. */
export interface Config {
  /** Address to listen on. */
  readonly host: string;
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Least severe level that is logged. */
  readonly logLevel: z.output<typeof serverVariables>["LOG_LEVEL"];
  /** Time for which a stopping server reports itself unhealthy before it stops listening, in seconds. */
  readonly drainSeconds: number;
  /** Keep-alive time-out of an idle connection, in seconds. */
  readonly keepAliveSeconds: number;
  /**
   * Lower-case name of the header in which a balancer in front names each request.
   *
   * @default - none; each request gets an id of this server's
   */
  readonly requestIdHeader?: string;
  /**
   * Time that `migrate` waits for a secret or a database that is not there yet, in seconds.
   *
   * @default - until it succeeds
   */
  readonly migrateTimeoutSeconds?: number;
  /** Origin of the page, as the page shows it. */
  readonly origin: Origin;
  /**
   * Where metrics are served.
   *
   * @default - nowhere
   */
  readonly metrics?: MetricsAddress;
  /**
   * Metrics that are written to standard output, in CloudWatch's embedded metric format.
   *
   * @default - none
   */
  readonly embeddedMetrics?: EmbeddedMetrics;
  /**
   * Metrics that are posted to OCI Monitoring, with the identity of a workload on OKE.
   *
   * @default - none
   */
  readonly ociMetrics?: OciMetrics;
  /** Connection to the chosen database. */
  readonly database: DatabaseConfig;
}
