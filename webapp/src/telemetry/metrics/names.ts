/**
 * Names of what a server measures about itself. Agents, dashboards and alarms of the clouds ask for them by these names.
 *
 * Counters and gauges, and one summary: CloudWatch's agent drops histograms
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights-Prometheus-metrics-conversion.html).
 */
export const metricNames = {
  /** Visitors who wait for an answer. */
  waiting: "counter_visitors_waiting",
  /** Visits that were counted. */
  visits: "counter_visits_total",
  /** Updates that counted them. */
  batches: "counter_batches_total",
  /** Time that the database takes, by statement. */
  statements: "counter_database_statement_seconds",
  /** Statements that failed, by statement. */
  failures: "counter_database_failures_total",
  /** Connections to the database. */
  databaseConnections: "counter_database_connections",
  /** Answers, by class of their status. */
  requests: "counter_http_requests_total",
  /** Connections of visitors and balancers. */
  httpConnections: "counter_http_connections",
  /** Memory of the process; the library's own. */
  memory: "process_resident_memory_bytes",
  /** Event loop lag; the library's own. */
  eventLoop: "nodejs_eventloop_lag_p99_seconds",
} as const;

/** Share of the statements that take less time than {@link metricNames.statements} says. */
export const quantile = 0.9;

/** Operations on the database: the methods of a store. */
export const statements = ["increment", "read", "ping"] as const;
