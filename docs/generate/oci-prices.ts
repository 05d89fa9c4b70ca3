import type { Cost } from "./aws-costs";
import type { CostTier } from "./aws-positions";
import { table } from "./table";

/** US dollars, from Oracle's public price list for pay-as-you-go, as known when this was written. */
export const prices = {
  ecpuHour: 0.336,
  databaseGBMonth: 0.1156,
  standard2OcpuHour: 0.0638,
  blockVolumeGBMonth: 0.0425,
  // https://www.oracle.com/cloud/cloud-native/kubernetes-engine/pricing/
  enhancedClusterHour: 0.1,
  // Part B93031; of the bandwidth of a tenancy the first 10 Mbps are free.
  balancerMbpsHour: 0.0001,
};

/** Hours of an average month, as both clouds count them. */
export const hoursInMonth = 730;

/** Billed resources of a profile. */
export interface Quantities {
  /** ECPUs of the database that are always there. */
  readonly ecpus: number;
  /** Storage of the database in GB. */
  readonly storageGB: number;
  /** Whether the database has a standby, which costs as much again. */
  readonly standby: boolean;
  /** Servers that always run, or nodes of a cluster, one OCPU each. */
  readonly servers: number;
  /**
   * Whether a cluster runs the application.
   *
   * @default false
   */
  readonly cluster?: boolean;
  /**
   * Bandwidth of the load balancer in Mbps.
   *
   * @default - what is free
   */
  readonly bandwidthMbps?: number;
}

const bootVolumeGB = 47;
const freeMbps = 10;

/** The arithmetic of a month without load, line by line. */
export function costTable(profiles: Readonly<Record<string, Quantities>>): string {
  const names = Object.keys(profiles);
  const lines = names.map((name) => linesOf(profiles[name]!));
  const rows = lines[0]!.map(([what, arithmetic, , alwaysFree], index) => [
    what,
    ...(new Set(lines.map((line) => line[index]![1])).size === 1
      ? [arithmetic]
      : [lines.map((line, of) => `${names[of]}: ${line[index]![1]}`).join("<br>")]),
    ...lines.map((line) => dollars(line[index]![2])),
    alwaysFree,
  ]);
  const sums = names.map((name) => dollars(ociMonthUsd(profiles[name]!)));
  return table(
    ["what", "arithmetic", ...names, "Always Free"],
    [...rows, ["**sum**", "", ...sums.map((sum) => `**${sum}**`), ""]],
  );
}

/** Costs of a month without load, in US dollars: the sum of the rounded lines, so that the column adds up. */
export function ociMonthUsd(quantities: Quantities): number {
  return linesOf(quantities).reduce((sum, [, , cost]) => sum + cents(cost), 0) / 100;
}

/** Costs of each line in a month without load, in cents; lines that are free are left out. */
export function ociCosts(quantities: Quantities): Cost[] {
  return linesOf(quantities)
    .map(([what, , cost, , tier]) => ({ what, tier, cents: cents(cost) }))
    .filter((line) => line.cents > 0);
}

type Line = [what: string, arithmetic: string, cost: number, alwaysFree: string, tier: CostTier];

// https://docs.oracle.com/en-us/iaas/Content/FreeTier/freetier_topic-Always_Free_Resources.htm
function linesOf(quantities: Quantities): Line[] {
  const { ecpus, storageGB, standby, servers, cluster = false, bandwidthMbps = freeMbps } = quantities;
  const paidMbps = Math.max(bandwidthMbps - freeMbps, 0);
  const times = standby ? 2 : 1;
  const also = standby ? " × 2" : "";
  return [
    [
      "database, ECPUs",
      `${ecpus} × ${hoursInMonth} h × ${prices.ecpuHour}${also}`,
      ecpus * hoursInMonth * prices.ecpuHour * times,
      "no: a free database has no private endpoint",
      "data",
    ],
    [
      "database, storage",
      `${storageGB} GB × ${prices.databaseGBMonth}${also}`,
      storageGB * prices.databaseGBMonth * times,
      "no",
      "data",
    ],
    [
      "servers or nodes, VM.Standard2.1",
      `${servers} × ${hoursInMonth} h × ${prices.standard2OcpuHour}`,
      servers * hoursInMonth * prices.standard2OcpuHour,
      "no: of the shapes, `VM.Standard.A1.Flex` is, in its limits",
      "web",
    ],
    [
      "boot volumes, balanced",
      `${servers} × ${bootVolumeGB} GB × ${prices.blockVolumeGBMonth}`,
      servers * bootVolumeGB * prices.blockVolumeGBMonth,
      "the first 200 GB of a tenancy",
      "web",
    ],
    [
      "control plane, enhanced",
      cluster ? `${hoursInMonth} h × ${prices.enhancedClusterHour}` : "none",
      cluster ? hoursInMonth * prices.enhancedClusterHour : 0,
      "no: a basic cluster is free, and has no workload identity",
      "web",
    ],
    [
      "load balancer",
      paidMbps > 0
        ? `${paidMbps} Mbps × ${hoursInMonth} h × ${prices.balancerMbpsHour}`
        : `a tenancy's first, with ${freeMbps} Mbps, is free`,
      paidMbps * hoursInMonth * prices.balancerMbpsHour,
      `the first of a tenancy, with ${freeMbps} Mbps`,
      "public",
    ],
    [
      "gateways, vault with a key in software, alarms, metrics, a budget, 10 GB of logs",
      "free",
      0,
      "yes",
      "network and watching",
    ],
  ];
}

function cents(cost: number): number {
  return Math.round(cost * 100);
}

function dollars(cost: number): string {
  return `$${cost.toFixed(2)}`;
}
