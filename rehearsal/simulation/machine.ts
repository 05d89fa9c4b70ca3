import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A server's machine as far as the model knows it. */
export interface Machine {
  readonly name: string;
  readonly processors: number;
  /** Requests that one processor answers in a second. */
  readonly requestsPerSecond: number;
  /** Processes of the app, each of which uses one processor at the most. */
  readonly processes: number;
  /**
   * CPU credits of a burstable machine: minutes of one processor earned in an hour, the most that it keeps, and the price of an hour more.
   *
   * @default - all of its processors are always its own
   */
  readonly credits?: { readonly anHour: number; readonly most: number; readonly usdPerProcessorHour: number };
}

// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html: credits an hour and the most that a machine
// keeps; T3 is launched as `unlimited`, and what it takes beyond costs $0.05 for each processor and hour.
// https://docs.oracle.com/en-us/iaas/Content/Compute/References/computeshapes.htm: an OCPU of x86 is two virtual processors.
const machines: Readonly<Record<string, Pick<Machine, "processors" | "credits">>> = {
  "t3.micro": { processors: 2, credits: { anHour: 12, most: 288, usdPerProcessorHour: 0.05 } },
  "t3.medium": { processors: 2, credits: { anHour: 24, most: 576, usdPerProcessorHour: 0.05 } },
  "VM.Standard2.1": { processors: 2 },
};

/**
 * Share of a core of the measuring machine that a virtual processor of these machines is worth: a guess, as neither was at hand.
 */
const shareOfMeasuredCore = 0.5;

const performancePage = join(__dirname, "../../docs/performance.md");

/**
 * The machine of that name.
 *
 * @throws {RangeError} for one that the model does not know
 */
export function machineOf(name: string, processes: number): Machine {
  const known = machines[name];
  if (!known)
    throw new RangeError(
      `the simulation knows ${Object.keys(machines).join(", ")}, got ${JSON.stringify(name)}`,
    );
  const requestsPerSecond = (1e6 / measuredMicroseconds()) * shareOfMeasuredCore;
  return { name, ...known, requestsPerSecond, processes: Math.min(processes, known.processors) };
}

/** Requests that a server answers in a second at the most. */
export function capacityOf({ requestsPerSecond, processes }: Machine): number {
  return requestsPerSecond * processes;
}

/** Processor time of a request at 64 connections, in microseconds, as `npm run bench` measured and wrote it. */
export function measuredMicroseconds(page: string = readFileSync(performancePage, "utf8")): number {
  const [, cells = ""] = /^\| 64 +\| +counter \|(.*)\|$/m.exec(page) ?? [];
  const [, , , microseconds] = cells.split("|").map(Number);
  if (microseconds === undefined || !(microseconds > 0))
    throw new RangeError("docs/performance.md must have a row of the counter at 64 connections");
  return microseconds;
}
