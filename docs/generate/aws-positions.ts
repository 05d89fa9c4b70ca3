import type { SynthesizedStack } from "../../proofs/synthesized";
import { manifestsOf } from "../../proofs/aws/clusters";

/** Hours of an average month, as AWS counts them. */
const hours = 730;

type Resources = Record<string, Record<string, unknown>>;

/** Tier that money is spent on, or what looks after all of them. */
export type CostTier = "public" | "web" | "data" | "network and watching";

/** Something that costs money, and how much of it a stack has. */
export interface Position {
  readonly what: string;
  readonly tier: CostTier;
  /** List price in us-east-1 in US dollars, and what for. */
  readonly price: number;
  readonly unit: string;
  /**
   * Free quantity of each month in an account's first year, or for ever.
   *
   * @default 0
   */
  readonly free?: number;
  /** Quantity in a month. */
  readonly quantity: (json: SynthesizedStack) => number;
}

const all = (json: SynthesizedStack, type: string) => Object.values((json.resource[type] ?? {}) as Resources);
/** The numbers, added up. */
export const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const zones = (json: SynthesizedStack) => (all(json, "aws_lb")[0]!.subnets as string[]).length;
const servers = (json: SynthesizedStack) =>
  sum(all(json, "aws_autoscaling_group").map(({ min_size }) => min_size as number));
const clusters = (json: SynthesizedStack) => all(json, "aws_eks_cluster").length;
// Pods are spread over nodes, of which each takes many: as many nodes as pods at the least.
const nodes = (json: SynthesizedStack) => {
  const scaler = manifestsOf(json).find(({ kind }) => kind === "HorizontalPodAutoscaler");
  const { minReplicas = 0 } = (scaler?.spec ?? {}) as { minReplicas?: number };
  return minReplicas;
};
const copies = (json: SynthesizedStack) => (all(json, "aws_db_instance")[0]!.multi_az ? 2 : 1);
const instanceClass = (json: SynthesizedStack) => all(json, "aws_db_instance")[0]!.instance_class as string;
const storage = (json: SynthesizedStack) => all(json, "aws_db_instance")[0]!.allocated_storage as number;

const haveAddresses = (json: SynthesizedStack) =>
  all(json, "aws_subnet").some(({ map_public_ip_on_launch }) => map_public_ip_on_launch === true);

/** Metrics in namespaces other than Amazon's, as the dashboard shows them. */
function appMetrics(json: SynthesizedStack): Set<string> {
  const [dashboard] = all(json, "aws_cloudwatch_dashboard");
  const { widgets } = JSON.parse(dashboard!.dashboard_body as string) as {
    widgets: { properties: { metrics: unknown[][] } }[];
  };
  const shown = widgets.flatMap(({ properties }) => properties.metrics);
  const own = shown.filter(([namespace]) => typeof namespace === "string" && !namespace.startsWith("AWS/"));
  return new Set(own.map((metric) => metric.filter((part) => typeof part === "string").join()));
}

// What the node class asks for; the small disk that Auto Mode starts a node's system from is not in it.
const nodeDiskGB = 20;

// Seven lines a minute of about half a kilobyte: gauges, counters, two statements' times and three statements' failures.
const logGB = 0.15;

/** Positions that cost something while nobody visits. */
export const positions: readonly Position[] = [
  {
    what: "load balancer",
    tier: "public",
    price: 0.0225,
    unit: "hour",
    free: 750,
    quantity: (json) => all(json, "aws_lb").length * hours,
  },
  {
    what: "public addresses of load balancer and servers",
    tier: "public",
    price: 0.005,
    unit: "hour",
    free: 750,
    quantity: (json) => (zones(json) + (haveAddresses(json) ? servers(json) : 0)) * hours,
  },
  {
    what: "servers, t3.micro",
    tier: "web",
    price: 0.0104,
    unit: "hour",
    free: 750,
    quantity: (json) => servers(json) * hours,
  },
  {
    what: "their disks, gp3",
    tier: "web",
    price: 0.08,
    unit: "GB",
    free: 30,
    quantity: (json) => servers(json) * 8,
  },
  {
    what: "their metrics every minute",
    tier: "web",
    price: 0.3,
    unit: "metric",
    free: 10,
    quantity: (json) => servers(json) * 7,
  },
  {
    what: "cluster, its control plane",
    tier: "web",
    price: 0.1,
    unit: "hour",
    quantity: (json) => clusters(json) * hours,
  },
  {
    what: "nodes, t3.medium",
    tier: "web",
    price: 0.0416,
    unit: "hour",
    quantity: (json) => nodes(json) * hours,
  },
  {
    what: "what Auto Mode costs for each of them",
    tier: "web",
    price: 0.00499,
    unit: "hour",
    quantity: (json) => nodes(json) * hours,
  },
  {
    what: "disks of nodes, gp3",
    tier: "web",
    price: 0.08,
    unit: "GB",
    quantity: (json) => nodes(json) * nodeDiskGB,
  },
  {
    what: "what the app measures, as metrics",
    tier: "network and watching",
    price: 0.3,
    unit: "metric",
    quantity: (json) => appMetrics(json).size,
  },
  {
    what: "the same as log lines",
    tier: "network and watching",
    price: 0.5,
    unit: "GB",
    free: 5,
    quantity: (json) => servers(json) * logGB,
  },
  {
    what: "interface endpoints",
    tier: "network and watching",
    price: 0.01,
    unit: "hour and zone",
    quantity: (json) =>
      sum(all(json, "aws_vpc_endpoint").map(({ subnet_ids }) => ((subnet_ids as string[]) ?? []).length)) *
      hours,
  },
  ...Object.entries({ "db.t4g.micro": 0.016, "db.t4g.medium": 0.065 }).map(([name, price]) => ({
    what: `database, ${name}`,
    tier: "data" as const,
    price,
    unit: "hour",
    free: name === "db.t4g.micro" ? 750 : 0,
    quantity: (json: SynthesizedStack) => (instanceClass(json) === name ? copies(json) * hours : 0),
  })),
  {
    what: "its storage, gp3",
    tier: "data",
    price: 0.115,
    unit: "GB",
    free: 20,
    quantity: (json) => copies(json) * storage(json),
  },
  { what: "its secret", tier: "data", price: 0.4, unit: "secret", quantity: () => 1 },
  {
    what: "keys for messages and for a cluster",
    tier: "network and watching",
    price: 1,
    unit: "key",
    quantity: (json) => all(json, "aws_kms_key").length,
  },
  {
    what: "dashboard",
    tier: "network and watching",
    price: 3,
    unit: "dashboard",
    free: 3,
    quantity: (json) => all(json, "aws_cloudwatch_dashboard").length,
  },
  {
    what: "alarms",
    tier: "network and watching",
    price: 0.1,
    unit: "metric",
    free: 10,
    quantity: (json) =>
      sum(
        all(json, "aws_cloudwatch_metric_alarm").map(({ metric_query }) =>
          metric_query ? (metric_query as { metric?: object }[]).filter(({ metric }) => metric).length : 1,
        ),
      ),
  },
];
