import { above, type Alarm, minutes } from "./alarm";
import { type CloudWatchAppMetrics, statisticOf } from "../web";

/** Alarms on what an app measures itself, by name. */
export function appAlarms(app: CloudWatchAppMetrics): Record<string, Alarm> {
  return Object.fromEntries(
    app.metrics.alarms.map(({ name, metric, above: threshold, minutes: span, body }) => [
      `app-${name}`,
      {
        ...app.sourceOf(metric),
        alarmDescription: body,
        metricName: metric.name,
        statistic: statisticOf(metric),
        comparisonOperator: above,
        threshold,
        ...minutes(span, 60),
        // A server that says nothing is the balancer's alarm, and one that nobody visits is well.
        treatMissingData: "notBreaching",
      },
    ]),
  );
}
