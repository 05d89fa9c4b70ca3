import type { CloudwatchMetricAlarmConfig } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";

/** An alarm as it is written down here: what stays silent says explicitly what silence means. */
export type Alarm = Pick<
  CloudwatchMetricAlarmConfig,
  | "alarmDescription"
  | "comparisonOperator"
  | "threshold"
  | "metricName"
  | "namespace"
  | "dimensions"
  | "statistic"
  | "extendedStatistic"
  | "evaluateLowSampleCountPercentiles"
  | "period"
  | "evaluationPeriods"
  | "datapointsToAlarm"
  | "metricQuery"
> & { readonly treatMissingData: "breaching" | "notBreaching" };

/** A comparison that sounds an alarm. */
export const above = "GreaterThanThreshold";
/** The other one. */
export const below = "LessThanThreshold";

/** A time span, and the periods that must all be bad in it. */
export function minutes(span: number, period = 300): { period: number; evaluationPeriods: number } {
  return { period, evaluationPeriods: (span * 60) / period };
}
