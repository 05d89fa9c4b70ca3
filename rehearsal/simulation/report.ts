import { table } from "../../docs/generate/table";
import { type BootPart, bootParts, bootSecondsOf } from "./boot-time";
import type { Fleet, Nodes } from "./fleet";
import { capacityOf } from "./machine";
import { goalMs, type Outcome } from "./outcome";
import { answerBytes } from "./play";
import { podStartParts } from "./pod-start";
import type { Pods } from "./pods";

const whole = (number: number) => Math.round(number).toLocaleString("en-US");
const dollars = (amount: number) => `$${amount.toFixed(2)}`;

/** Outcomes of a scenario, a row for each stack; with machines by themselves where one has pods. */
export function outcomes(results: readonly Outcome[], fleets: Readonly<Record<string, Fleet>>): string {
  const some = results.map(({ stack }) => fleets[stack]!);
  const withPods = some.some(({ copy }) => copy === "pod");
  const head = [
    "stack",
    withPods ? "servers or pods at the most" : "servers at the most",
    ...(withPods ? ["machines at the most"] : []),
    "99 of 100 answered within, at worst",
    `minutes above ${goalMs} ms, or with somebody turned away`,
    "turned away",
    "connections, if replaced then",
    "a day, without traffic",
  ];
  const rows = results.map((result) => [
    result.stack,
    `${result.mostCopies} of ${fleets[result.stack]!.max}`,
    ...(withPods ? [`${result.mostMachines} × ${fleets[result.stack]!.machine.name}`] : []),
    `${result.worstP99Ms.toFixed(0)} ms`,
    String(result.minutesMissed),
    `${result.turnedAwayPercent.toFixed(1)} %`,
    `${result.connections} of ${fleets[result.stack]!.database.connections}`,
    dollars(result.usdADay),
  ]);
  return table(head, rows);
}

/** A year, a row for each third month. */
export function year(months: Readonly<Record<string, readonly Outcome[]>>): string {
  const stacks = Object.keys(months);
  const head = [
    "month",
    "busiest, requests a second",
    ...stacks.map((stack) => `${stack}: servers, ms, a day`),
  ];
  const rows = [0, 2, 5, 8, 11].map((month) => {
    const [first] = stacks;
    const busiest = Math.max(...months[first!]![month]!.samples.map(({ demand }) => demand));
    const cells = stacks.map((stack) => {
      const { mostCopies, worstP99Ms, usdADay, turnedAwayPercent } = months[stack]![month]!;
      const lost = turnedAwayPercent > 0.05 ? `, ${turnedAwayPercent.toFixed(1)} % turned away` : "";
      return `${mostCopies}, ${worstP99Ms.toFixed(0)} ms, ${dollars(usdADay)}${lost}`;
    });
    return [String(month + 1), whole(busiest), ...cells];
  });
  return table(head, rows);
}

/** Parts of a boot, and their sum. */
export function boots(): string {
  return partsTable("boot", bootParts());
}

/** Parts of the start of a pod on a node that runs, and their sum. */
export function podStarts(pods: Pods): string {
  return partsTable("start", podStartParts(pods));
}

function partsTable(what: string, parts: readonly BootPart[]): string {
  const rows = parts.map(({ what: part, AWS, OCI, source }) => [
    part,
    AWS.toFixed(1),
    OCI.toFixed(1),
    source,
  ]);
  const sum = (["AWS", "OCI"] as const).map((cloud) => String(bootSecondsOf(cloud, parts)));
  const head = [`part of a ${what}, seconds`, "AWS", "OCI", "from"];
  return table(head, [...rows, ["all, rounded up", ...sum, ""]]);
}

/** Limits of each stack, in requests a second, and whether its rules of CPU can ever be met. */
export function limits(fleets: Readonly<Record<string, Fleet>>): string {
  const rows = Object.entries(fleets).map(([stack, fleet]) => {
    const { machine, database, max, bandwidthMbps } = fleet;
    return [
      stack,
      copiesOf(fleet),
      whole(capacityOf(machine)),
      whole(mostProcessors(fleet) * machine.requestsPerSecond),
      bandwidthMbps === undefined ? "–" : `${whole((bandwidthMbps * 1e6) / 8 / answerBytes)}`,
      fleet.scalesAbove,
      `${(100 * machine.processes) / machine.processors} %`,
      `${2 * max * database.perCopy} of ${database.connections} (${database.name})`,
    ];
  });
  const head = [
    "stack",
    "servers or pods",
    "one of them, requests a second",
    "all of them",
    "balancer's bandwidth, requests a second",
    "more come above",
    "of its machine's processors it can use",
    "connections while all are replaced",
  ];
  return table(head, rows);
}

function copiesOf({ min, max, machine, nodes }: Fleet): string {
  if (!nodes) return `${min} to ${max} × ${machine.name}`;
  const most = mostNodes(max, nodes);
  const count = most === nodes.initial ? String(most) : `${nodes.initial} to ${most}`;
  return `${min} to ${max} pods on ${count} × ${machine.name}`;
}

/** Processors that all copies use at the most, where pods share them. */
function mostProcessors({ max, machine, nodes }: Fleet): number {
  const alone = max * machine.processes;
  if (!nodes) return alone;
  return Math.min(alone, mostNodes(max, nodes) * machine.processors);
}

/** Nodes that come for so many pods. */
function mostNodes(pods: number, { initial, most, room }: Nodes): number {
  return Math.min(most, Math.max(initial, Math.ceil(pods / room)));
}
