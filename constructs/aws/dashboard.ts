import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { LoadBalancer } from "./load-balancer";
import { physicalName } from "../names";
import type { PrivateDatabase } from "./private-database";
import type { ServerGroup } from "./server-group";

/** What a dashboard must be told. */
export interface DashboardProps {
  /** Load balancer in the first row. */
  readonly loadBalancer: LoadBalancer;
  /** Servers in the second row. */
  readonly servers: ServerGroup;
  /** Database in the third row. */
  readonly database: PrivateDatabase;
}

interface Metric {
  readonly title: string;
  readonly namespace: string;
  readonly names: readonly string[];
  readonly statistic: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A CloudWatch dashboard over all three tiers, one row each. */
export class Dashboard extends Construct {
  /** The dashboard itself. */
  readonly dashboard: CloudwatchDashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const region = props.database.region;
    const rows = [loadBalancerRow(props.loadBalancer), serverRow(props.servers), databaseRow(props.database)];
    this.dashboard = new CloudwatchDashboard(this, "dashboard", {
      dashboardName: physicalName(scope, 255),
      dashboardBody: JSON.stringify({
        widgets: rows.flatMap((row, y) => row.map((metric, x) => widget(metric, { x, y }, region))),
      }),
    });
  }
}

function loadBalancerRow({ balancer, targetGroup }: LoadBalancer): Metric[] {
  const namespace = "AWS/ApplicationELB";
  const dimensions = { LoadBalancer: balancer.arnSuffix };
  return [
    { title: "Requests", namespace, names: ["RequestCount"], statistic: "Sum", dimensions },
    { title: "Response time", namespace, names: ["TargetResponseTime"], statistic: "Average", dimensions },
    {
      title: "Healthy servers",
      namespace,
      names: ["HealthyHostCount"],
      statistic: "Minimum",
      // Without both dimensions CloudWatch has no such metric.
      dimensions: { ...dimensions, TargetGroup: targetGroup.arnSuffix },
    },
  ];
}

function serverRow({ groupName }: ServerGroup): Metric[] {
  const common = {
    namespace: "AWS/EC2",
    statistic: "Average",
    dimensions: { AutoScalingGroupName: groupName },
  };
  return [
    { ...common, title: "Servers: CPU", names: ["CPUUtilization"] },
    { ...common, title: "Servers: network", names: ["NetworkIn", "NetworkOut"] },
  ];
}

function databaseRow({ instance }: PrivateDatabase): Metric[] {
  const common = {
    namespace: "AWS/RDS",
    statistic: "Average",
    dimensions: { DBInstanceIdentifier: instance.identifier },
  };
  return [
    { ...common, title: "Database: CPU", names: ["CPUUtilization"] },
    { ...common, title: "Database: connections", names: ["DatabaseConnections"] },
    { ...common, title: "Database: free storage", names: ["FreeStorageSpace"] },
  ];
}

function widget(metric: Metric, at: { x: number; y: number }, region: string): object {
  const [width, height] = [8, 6];
  const dimensions = Object.entries(metric.dimensions).flat();
  return {
    type: "metric",
    x: at.x * width,
    y: at.y * height,
    width,
    height,
    properties: {
      title: metric.title,
      region,
      period: 60,
      stat: metric.statistic,
      metrics: metric.names.map((name) => [metric.namespace, name, ...dimensions]),
    },
  };
}
