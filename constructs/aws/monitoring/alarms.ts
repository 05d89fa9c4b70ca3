import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { cpuOfServers, physicalName } from "../../shared";
import { above, type Alarm, below, minutes } from "./alarm";
import { databaseAlarms } from "./database-alarms";
import { appAlarms } from "./app-alarms";
import {
  balancerMetrics,
  type CloudWatchAppMetrics,
  clusterMetrics,
  type LoadBalancer,
  type ServerGroup,
  serverMetrics,
  targetMetrics,
} from "../web";
import type { PrivateDatabase } from "../database";

/** The web tier as alarms see it, on servers or in a cluster. */
export interface WatchedWebTier {
  /** The load balancer that visitors reach. */
  readonly loadBalancer: LoadBalancer;
  /**
   * Servers that answer them.
   *
   * @default - a cluster does
   */
  readonly servers?: ServerGroup;
  /**
   * Name of the EKS cluster whose pods answer them.
   *
   * @default - servers do
   */
  readonly clusterName?: string;
  /**
   * Custom metrics that the app publishes.
   *
   * @default - nothing that anybody reads
   */
  readonly appMetrics?: CloudWatchAppMetrics | undefined;
}

/** Properties of {@link Alarms}. */
export interface AlarmsProps {
  /** Web tier to watch. */
  readonly web: WatchedWebTier;
  /** Database to watch. */
  readonly database: PrivateDatabase;
  /** ARN of the topic that hears when an alarm goes off, and when it is over. */
  readonly topicArn: string;
}

/** CloudWatch alarms on load balancer, servers and database: on what visitors notice, and on what they would notice soon. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { web, database, topicArn }: AlarmsProps) {
    super(scope, id);
    const alarms: Record<string, Alarm> = {
      ...balancerAlarms(web.loadBalancer),
      ...(web.servers && { "server-cpu": serverAlarm(web.servers) }),
      ...(web.clusterName !== undefined && { "pods-without-node": clusterAlarm(web.clusterName) }),
      ...databaseAlarms(database),
      ...(web.appMetrics && appAlarms(web.appMetrics)),
    };
    for (const [name, alarm] of Object.entries(alarms))
      new CloudwatchMetricAlarm(this, name, {
        ...alarm,
        alarmName: `${physicalName(scope, 200)}-${name}`,
        alarmActions: [topicArn],
        okActions: [topicArn],
      });
  }
}

function serverAlarm(servers: ServerGroup): Alarm {
  return {
    ...serverMetrics(servers),
    alarmDescription: `Servers have used ${cpuOfServers.alarmAbove} % of their CPU for 15 minutes, and a process half of it at the most: is their number at its maximum?`,
    metricName: "CPUUtilization",
    statistic: "Average",
    comparisonOperator: above,
    threshold: cpuOfServers.alarmAbove,
    ...minutes(15),
    treatMissingData: "notBreaching",
  };
}

function clusterAlarm(clusterName: string): Alarm {
  return {
    ...clusterMetrics(clusterName),
    alarmDescription: "Pods have found no node for 15 minutes: is the node pool at its limit?",
    metricName: "scheduler_pending_pods_UNSCHEDULABLE",
    statistic: "Minimum",
    comparisonOperator: above,
    threshold: 0,
    ...minutes(15),
    treatMissingData: "notBreaching",
  };
}

function balancerAlarms(loadBalancer: LoadBalancer): Record<string, Alarm> {
  return {
    "no-capacity": {
      ...targetMetrics(loadBalancer),
      alarmDescription: "No server has been healthy for two minutes: visitors get errors.",
      metricName: "HealthyHostCount",
      statistic: "Maximum",
      comparisonOperator: below,
      threshold: 1,
      ...minutes(2, 60),
      // Without any server there is no metric either.
      treatMissingData: "breaching",
    },
    "unhealthy-servers": {
      ...targetMetrics(loadBalancer),
      alarmDescription: "In 6 of 15 minutes a server has been unhealthy: its replacements are, too.",
      metricName: "UnHealthyHostCount",
      // The smallest number would be that of a zone whose servers are well.
      statistic: "Maximum",
      comparisonOperator: above,
      threshold: 0,
      ...minutes(15, 60),
      // Auto Scaling takes an ill server away after some minutes, and the next one is not ill from its first; one that boots
      // counts as ill for two or three.
      datapointsToAlarm: 6,
      treatMissingData: "notBreaching",
    },
    errors: {
      alarmDescription: "More than 1 % of all requests of 10 minutes ended in a server's error.",
      comparisonOperator: above,
      threshold: 1,
      evaluationPeriods: 2,
      metricQuery: errorShare(loadBalancer),
      treatMissingData: "notBreaching",
    },
    latency: {
      ...balancerMetrics(loadBalancer),
      alarmDescription: "One visitor in twenty has waited longer than a second for 15 minutes.",
      metricName: "TargetResponseTime",
      extendedStatistic: "p95",
      // Three visits in five minutes have no percentile to speak of.
      evaluateLowSampleCountPercentiles: "ignore",
      comparisonOperator: above,
      threshold: 1,
      ...minutes(15),
      treatMissingData: "notBreaching",
    },
  };
}

function errorShare(loadBalancer: LoadBalancer): CloudwatchMetricAlarmMetricQuery[] {
  const sum = (id: string, metricName: string) => ({
    id,
    metric: { ...balancerMetrics(loadBalancer), metricName, stat: "Sum", period: 300 },
  });
  return [
    {
      id: "share",
      // A metric of errors exists only while there are some.
      expression: "100 * (FILL(balancer, 0) + FILL(servers, 0)) / requests",
      label: "Errors in per cent of requests",
      returnData: true,
    },
    sum("requests", "RequestCount"),
    sum("balancer", "HTTPCode_ELB_5XX_Count"),
    sum("servers", "HTTPCode_Target_5XX_Count"),
  ];
}
