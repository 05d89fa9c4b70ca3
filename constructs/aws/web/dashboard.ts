import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { AppGraph, AppMetric } from "../../app-metrics";
import { physicalName } from "../../shared";
import { type CloudWatchAppMetrics, statisticOf } from "./app-metrics";
import type { LoadBalancer } from "./load-balancer";
import {
  balancerMetrics,
  clusterMetrics,
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
  /** Servers, or a cluster, in the row below. */
  readonly machines: { readonly servers: ServerGroup } | { readonly clusterName: string };
  /** The app's own metrics, in rows of three below; undefined where the app has none. */
  readonly metrics: CloudWatchAppMetrics | undefined;
  /** Database in the last two rows. */
  readonly database: PrivateDatabase;
}

interface Graph extends MetricSource {
  readonly title: string;
  readonly names: readonly string[];
  /** One for all names, or the first name with each of several. */
  readonly statistics: readonly string[];
}

/** A widget of a dashboard, as CloudWatch has it. */
interface Widget {
  readonly title: string;
  readonly stat?: string | undefined;
  readonly metrics: readonly unknown[][];
}

/** A CloudWatch dashboard over all three tiers. */
export class Dashboard extends Construct {
  /** The dashboard itself. */
  readonly dashboard: CloudwatchDashboard;
  /** URL of the dashboard for browsers. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { region } = props.database;
    const rows = [
      ...loadBalancerRows(props.loadBalancer).map((row) => row.map(widget)),
      ("servers" in props.machines
        ? serverRow(props.machines.servers)
        : clusterRow(props.machines.clusterName)
      ).map(widget),
      ...(props.metrics ? appRows(props.metrics) : []),
      ...databaseRows(props.database).map((row) => row.map(widget)),
    ];
    this.dashboard = new CloudwatchDashboard(this, "dashboard", {
      // Dashboards belong to the whole account, not to a region:
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html. One that is there keeps its name.
      dashboardName: `${physicalName(scope, 240)}-${region}`,
      lifecycle: { ignoreChanges: ["dashboard_name"] },
      dashboardBody: JSON.stringify({
        widgets: rows.flatMap((row, y) => row.map((shown, x) => place(shown, { x, y }, region))),
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

// EKS sends these free of charge: https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html
function clusterRow(clusterName: string): Graph[] {
  const cluster = { ...clusterMetrics(clusterName), statistics: ["Maximum"] };
  return [
    {
      ...cluster,
      title: "Pods that wait for a node",
      names: ["scheduler_pending_pods", "scheduler_pending_pods_UNSCHEDULABLE"],
    },
    {
      ...cluster,
      title: "Pods: attempts to place them",
      names: ["scheduler_schedule_attempts_SCHEDULED", "scheduler_schedule_attempts_UNSCHEDULABLE"],
      statistics: ["Sum"],
    },
    {
      ...cluster,
      title: "Kubernetes API: requests and errors",
      names: ["apiserver_request_total", "apiserver_request_total_5XX"],
      statistics: ["Sum"],
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

function appRows(app: CloudWatchAppMetrics): Widget[][] {
  const widgets = app.metrics.graphs.map((graph) => appWidget(app, graph));
  const rows = Array.from({ length: Math.ceil(widgets.length / columns) }, (_, row) => row * columns);
  return rows.map((first) => widgets.slice(first, first + columns));
}

function appWidget(app: CloudWatchAppMetrics, { title, lines, dividedBy }: AppGraph): Widget {
  const all = Object.entries(lines);
  const metric = (one: AppMetric, options: object) => {
    const { namespace, dimensions } = app.sourceOf(one);
    return [
      namespace,
      one.name,
      ...Object.entries(dimensions).flat(),
      { stat: statisticOf(one), ...options },
    ];
  };
  if (dividedBy === undefined) return { title, metrics: all.map(([label, line]) => metric(line, { label })) };
  return {
    title,
    metrics: [
      metric(dividedBy, { id: "divisor", visible: false }),
      ...all.flatMap(([label, line], index) => [
        metric(line, { id: `m${index}`, visible: false }),
        [{ expression: `m${index} / divisor`, label, id: `e${index}` }],
      ]),
    ],
  };
}

function widget(graph: Graph): Widget {
  const dimensions = Object.entries(graph.dimensions).flat();
  return {
    title: graph.title,
    stat: graph.statistics[0],
    metrics: graph.names.flatMap((name) =>
      graph.statistics.map((stat) => [graph.namespace, name, ...dimensions, { stat }]),
    ),
  };
}

/** Widgets in a row; a dashboard is 24 units wide. */
const columns = 3;

function place({ title, ...shown }: Widget, at: { x: number; y: number }, region: string): object {
  const [width, height] = [24 / columns, 6];
  return {
    type: "metric",
    x: at.x * width,
    y: at.y * height,
    width,
    height,
    properties: { title, region, period: 60, ...shown },
  };
}
