import type { AppMetric, AppMetrics } from "../constructs/app-metrics";
import { defaultCoalescerLimits } from "../webapp/src/counting/coalescer";
import { defaultLimits } from "../webapp/src/store/single-connection";
import { metricNames, quantile, type statements } from "../webapp/src/telemetry/metrics/names";

const waiting: AppMetric = { name: metricNames.waiting, statistic: "maximum" };
const visits: AppMetric = { name: metricNames.visits, statistic: "sum" };
const updates: AppMetric = { name: metricNames.batches, statistic: "sum" };
const failures: AppMetric = { name: metricNames.failures, statistic: "sum" };
const memory: AppMetric = { name: metricNames.memory, statistic: "maximum" };
const eventLoop: AppMetric = { name: metricNames.eventLoop, statistic: "maximum" };

const timeOf = (statement: (typeof statements)[number]): AppMetric => ({
  name: metricNames.statements,
  labels: { statement, quantile: String(quantile) },
  statistic: "maximum",
});

// Visitors are turned away at the limits themselves.
const visitorsWaiting = defaultCoalescerLimits.visitors / 2;
const statementSeconds = defaultLimits.statementMs / 1_000 / 2;

/** Metrics of the visit counter, with graphs and alarms for those who operate it. */
export const counterMetrics: AppMetrics = {
  // That of OpenTelemetry's exporter for Prometheus; nobody but the server itself reaches it.
  port: 9464,
  graphs: [
    { title: "Visitors who wait, on the server with most", lines: { waiting } },
    { title: "Visits counted by one update", lines: { "visits by updates": visits }, dividedBy: updates },
    {
      title: "Database: seconds for nine statements of ten, on the slowest server",
      lines: { "counting visits": timeOf("increment"), "asked by /health": timeOf("ping") },
    },
    { title: "Database: statements that failed", lines: { failures } },
    { title: "App: memory in bytes, of the largest", lines: { memory } },
    { title: "App: event loop's delay in seconds, of the slowest", lines: { "99 of 100": eventLoop } },
  ],
  alarms: [
    {
      name: "visitors-waiting",
      metric: waiting,
      above: visitorsWaiting,
      minutes: 5,
      body: `For five minutes more than ${visitorsWaiting} visitors have waited on a server, half of whom it holds before it turns others away: see what the database's statements take.`,
    },
    {
      name: "database-latency",
      metric: timeOf("increment"),
      above: statementSeconds,
      minutes: 5,
      body: `For five minutes one update of the counter in ten has taken a server longer than ${statementSeconds} s, half of what a visitor waits for it: see the database's CPU and what else runs there.`,
    },
  ],
};
