import { markdownTable } from "./markdown";
import type { SynthesizedStack } from "./synth";

/** Hours of an average month, as AWS counts them. */
const hours = 730;

type Resources = Record<string, Record<string, unknown>>;

interface Position {
  readonly what: string;
  /** List price in us-east-1 in US dollars, and what for. */
  readonly price: number;
  readonly unit: string;
  /** How many of these a month has. */
  readonly quantity: (json: SynthesizedStack) => number;
}

const all = (json: SynthesizedStack, type: string) => Object.values((json.resource[type] ?? {}) as Resources);
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const zones = (json: SynthesizedStack) => (all(json, "aws_lb")[0]!.subnets as string[]).length;
const servers = (json: SynthesizedStack) => all(json, "aws_autoscaling_group")[0]!.min_size as number;
const copies = (json: SynthesizedStack) => (all(json, "aws_db_instance")[0]!.multi_az ? 2 : 1);
const instanceClass = (json: SynthesizedStack) => all(json, "aws_db_instance")[0]!.instance_class as string;
const storage = (json: SynthesizedStack) => all(json, "aws_db_instance")[0]!.allocated_storage as number;

/** Everything that costs something while nobody visits. */
const positions: readonly Position[] = [
  {
    what: "load balancer",
    price: 0.0225,
    unit: "hour",
    quantity: (json) => all(json, "aws_lb").length * hours,
  },
  { what: "its public addresses", price: 0.005, unit: "hour", quantity: (json) => zones(json) * hours },
  { what: "servers, t3.micro", price: 0.0104, unit: "hour", quantity: (json) => servers(json) * hours },
  { what: "their disks, gp3", price: 0.08, unit: "GB", quantity: (json) => servers(json) * 8 },
  { what: "their metrics every minute", price: 0.3, unit: "metric", quantity: (json) => servers(json) * 7 },
  {
    what: "interface endpoints",
    price: 0.01,
    unit: "hour and zone",
    quantity: (json) =>
      sum(all(json, "aws_vpc_endpoint").map(({ subnet_ids }) => ((subnet_ids as string[]) ?? []).length)) *
      hours,
  },
  ...Object.entries({ "db.t4g.micro": 0.016, "db.t4g.medium": 0.065 }).map(([name, price]) => ({
    what: `database, ${name}`,
    price,
    unit: "hour",
    quantity: (json: SynthesizedStack) => (instanceClass(json) === name ? copies(json) * hours : 0),
  })),
  { what: "its storage, gp3", price: 0.115, unit: "GB", quantity: (json) => copies(json) * storage(json) },
  { what: "its secret", price: 0.4, unit: "secret", quantity: () => 1 },
  {
    what: "key for messages",
    price: 1,
    unit: "key",
    quantity: (json) => all(json, "aws_kms_key").length,
  },
  {
    what: "alarms",
    price: 0.1,
    unit: "metric",
    quantity: (json) =>
      sum(
        all(json, "aws_cloudwatch_metric_alarm").map(({ metric_query }) =>
          metric_query ? (metric_query as { metric?: object }[]).filter(({ metric }) => metric).length : 1,
        ),
      ),
  },
];

const product = (count: number, price: number) => `${count} × $${price} = $${(count * price).toFixed(2)}`;

/** What each stack costs in a month without visitors, position by position. */
export function costTable(stacks: Readonly<Record<string, SynthesizedStack>>): string {
  const columns = Object.values(stacks);
  const rows = positions.map(({ what, price, unit, quantity }) => [
    what,
    `$${price} per ${unit}`,
    ...columns.map((json) => quantity(json)).map((count) => (count > 0 ? product(count, price) : "–")),
  ]);
  const total = (json: SynthesizedStack) =>
    sum(positions.map(({ price, quantity }) => quantity(json) * price));
  return markdownTable(
    ["what", "list price", ...Object.keys(stacks)],
    [...rows, ["**together**", "", ...columns.map((json) => `**$${total(json).toFixed(2)}**`)]],
  );
}
