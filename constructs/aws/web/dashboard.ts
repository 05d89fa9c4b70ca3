import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { physicalName } from "../../shared";
import type { LoadBalancer } from "./load-balancer";
import {
  balancerMetrics,
  databaseMetrics,
  groupMetrics,
  type MetricSource,
  serverMetrics,
  targetMetrics,
} from "./metrics";
import type { PrivateDatabase } from "../database";
import type { ServerGroup } from "./server-group";

/** Properties of {@link Dashboard}. */
export interface DashboardProps {
  /** Load balancer in the first two rows. */
  readonly loadBalancer: LoadBalancer;
  /** Servers in the row below. */
  readonly servers: ServerGroup;
  /** Database in the last two rows. */
  readonly database: PrivateDatabase;
}

interface Graph extends MetricSource {
  readonly title: string;
  readonly names: readonly string[];
  /** One for all names, or the first name with each of several. */
  readonly statistics: readonly string[];
}

/** A CloudWatch dashboard over all three tiers. */
export class Dashboard extends Construct {
  /** The dashboard itself. */
  readonly dashboard: CloudwatchDashboard;
  /** Where a browser finds it. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { region } = props.database;
    const rows = [
      ...loadBalancerRows(props.loadBalancer),
      serverRow(props.servers),
      ...databaseRows(props.database),
    ];
    this.dashboard = new CloudwatchDashboard(this, "dashboard", {
      dashboardName: physicalName(scope, 255),
      dashboardBody: JSON.stringify({
        widgets: rows.flatMap((row, y) => row.map((graph, x) => widget(graph, { x, y }, region))),
      }),
    });
    const { dashboardName } = this.dashboard;
    this.url = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboardName}`;
  }
}

function loadBalancerRows(loadBalancer: LoadBalancer): Graph[][] {
  const balancer = balancerMetrics(loadBalancer);
  const targets = targetMetrics(loadBalancer);
  const errors = ["HTTPCode_ELB_5XX_Count", "HTTPCode_Target_5XX_Count", "HTTPCode_Target_4XX_Count"];
  return [
    [
      { ...balancer, title: "Requests", names: ["RequestCount"], statistics: ["Sum"] },
      { ...balancer, title: "Response time", names: ["TargetResponseTime"], statistics: ["Average"] },
      { ...targets, title: "Healthy servers", names: ["HealthyHostCount"], statistics: ["Minimum"] },
    ],
    [
      { ...balancer, title: "Errors", names: errors, statistics: ["Sum"] },
      {
        ...balancer,
        title: "Response time of the slowest",
        names: ["TargetResponseTime"],
        statistics: ["p50", "p95", "p99"],
      },
      { ...targets, title: "Unhealthy servers", names: ["UnHealthyHostCount"], statistics: ["Maximum"] },
    ],
  ];
}

function serverRow(servers: ServerGroup): Graph[] {
  const server = { ...serverMetrics(servers), statistics: ["Average"] };
  return [
    { ...server, title: "Servers: CPU", names: ["CPUUtilization"] },
    { ...server, title: "Servers: network", names: ["NetworkIn", "NetworkOut"] },
    {
      ...groupMetrics(servers),
      title: "Servers",
      names: ["GroupInServiceInstances", "GroupDesiredCapacity", "GroupMaxSize"],
      statistics: ["Average"],
    },
  ];
}

function databaseRows(database: PrivateDatabase): Graph[][] {
  const common = { ...databaseMetrics(database), statistics: ["Average"] };
  return [
    [
      { ...common, title: "Database: CPU", names: ["CPUUtilization"] },
      { ...common, title: "Database: connections", names: ["DatabaseConnections"] },
      { ...common, title: "Database: free storage", names: ["FreeStorageSpace"] },
    ],
    [
      { ...common, title: "Database: latency", names: ["ReadLatency", "WriteLatency"] },
      { ...common, title: "Database: free memory", names: ["FreeableMemory"] },
      { ...common, title: "Database: operations", names: ["ReadIOPS", "WriteIOPS"] },
    ],
  ];
}

function widget(graph: Graph, at: { x: number; y: number }, region: string): object {
  const [width, height] = [8, 6];
  const dimensions = Object.entries(graph.dimensions).flat();
  return {
    type: "metric",
    x: at.x * width,
    y: at.y * height,
    width,
    height,
    properties: {
      title: graph.title,
      region,
      period: 60,
      stat: graph.statistics[0],
      metrics: graph.names.flatMap((name) =>
        graph.statistics.map((stat) => [graph.namespace, name, ...dimensions, { stat }]),
      ),
    },
  };
}
