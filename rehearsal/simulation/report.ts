import { table } from "../../docs/generate/table";
import { bootParts, bootSecondsOf } from "./boot-time";
import type { Fleet } from "./fleet";
import { capacityOf } from "./machine";
import { goalMs, type Outcome } from "./outcome";
import { answerBytes } from "./play";

const whole = (number: number) => Math.round(number).toLocaleString("en-US");
const dollars = (amount: number) => `$${amount.toFixed(2)}`;

/** Outcomes of a scenario, a row for each stack. */
export function outcomes(results: readonly Outcome[], fleets: Readonly<Record<string, Fleet>>): string {
  const head = [
    "stack",
    "servers at the most",
    "99 of 100 answered within, at worst",
    `minutes above ${goalMs} ms, or with somebody turned away`,
    "turned away",
    "connections, if replaced then",
    "a day, without traffic",
  ];
  const rows = results.map((result) => [
    result.stack,
    `${result.mostServers} of ${fleets[result.stack]!.max}`,
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
      const { mostServers, worstP99Ms, usdADay, turnedAwayPercent } = months[stack]![month]!;
      const lost = turnedAwayPercent > 0.05 ? `, ${turnedAwayPercent.toFixed(1)} % turned away` : "";
      return `${mostServers}, ${worstP99Ms.toFixed(0)} ms, ${dollars(usdADay)}${lost}`;
    });
    return [String(month + 1), whole(busiest), ...cells];
  });
  return table(head, rows);
}

/** Parts of a boot, and their sum. */
export function boots(): string {
  const parts = bootParts();
  const rows = parts.map(({ what, AWS, OCI, source }) => [what, AWS.toFixed(1), OCI.toFixed(1), source]);
  const sum = (["AWS", "OCI"] as const).map((cloud) => String(bootSecondsOf(cloud, parts)));
  return table(["part of a boot, seconds", "AWS", "OCI", "from"], [...rows, ["all, rounded up", ...sum, ""]]);
}

/** Limits of each stack, in requests a second, and whether its rules of CPU can ever be met. */
export function limits(fleets: Readonly<Record<string, Fleet>>): string {
  const rows = Object.entries(fleets).map(([stack, fleet]) => {
    const { machine, database, min, max, bandwidthMbps } = fleet;
    return [
      stack,
      `${min} to ${max} × ${machine.name}`,
      whole(capacityOf(machine)),
      whole(max * capacityOf(machine)),
      bandwidthMbps === undefined ? "–" : `${whole((bandwidthMbps * 1e6) / 8 / answerBytes)}`,
      fleet.scalesAbove,
      `${(100 * machine.processes) / machine.processors} %`,
      `${2 * max * database.perServer} of ${database.connections} (${database.name})`,
    ];
  });
  const head = [
    "stack",
    "servers",
    "one server, requests a second",
    "all servers",
    "balancer's bandwidth, requests a second",
    "servers come above",
    "of its processors the app can use",
    "connections while all are replaced",
  ];
  return table(head, rows);
}
