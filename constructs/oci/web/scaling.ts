import { cpuOfServers, requireValue } from "../../shared";
import { checkCron } from "./cron";

/** When servers come and go with the load. */
export interface CpuScaling {
  /**
   * Average CPU in percent above which a server is added, 20 to 99.
   *
   * @default 40, because one process uses half of two virtual processors at the most
   */
  readonly outAbove?: number;
  /**
   * Average CPU in percent below which a server is removed, 1 to 60, and at most half of `outAbove`: what two servers
   * carried must not be too much for one.
   *
   * @default 20
   */
  readonly inBelow?: number;
  /**
   * Seconds after a change in which nothing else changes, 300 or more.
   *
   * @default 200
   */
  readonly coolDownSeconds?: number;
  /**
   * Servers at the beginning.
   *
   * @default - the least that there may be
   */
  readonly initial?: number;
}

/** A schedule: the number of servers from a point in time on. */
export interface Schedule {
  /** Short name, such as `workday`. */
  readonly name: string;
  /** Moment in UTC as a Quartz expression with seconds that are 0, such as `0 0 7 ? * MON-FRI`. */
  readonly cron: string;
  /** Servers from then on. */
  readonly servers: number;
}

/** Rule for a list of schedules, worded to follow "must". */
export const schedulesRule =
  "be a list of 1 to 50 objects with a `name`, a `cron` and a number `servers`, no name and no cron twice";

/** Rules by which the number of servers follows the load: CPU, schedules, or none. */
export class Scaling {
  /**
   * By the CPU that they use.
   *
   * @throws {RefusedValue} when a figure is out of range
   */
  static byCpu({
    outAbove = cpuOfServers.addAbove,
    inBelow = cpuOfServers.removeBelow,
    coolDownSeconds = 300,
    initial,
  }: CpuScaling = {}): Scaling {
    checkWhole("outAbove", outAbove, 20, 99);
    checkWhole("inBelow", inBelow, 1, 60);
    requireValue(
      "inBelow",
      inBelow,
      `be at most half of \`outAbove\` ${outAbove}`,
      (percent) => percent <= outAbove / 2,
    );
    checkWhole("coolDownSeconds", coolDownSeconds, 300, 86_400);
    if (initial !== undefined) checkWhole("initial", initial, 1, 100);
    return new Scaling({ kind: "cpu", outAbove, inBelow, coolDownSeconds, initial });
  }

  /**
   * By the clock: 1 to 50 schedules.
   *
   * @throws {RefusedValue} when a schedule is none that OCI takes
   */
  static bySchedule(schedules: readonly Schedule[]): Scaling {
    requireValue("schedules", schedules, schedulesRule, areDifferent);
    schedules.forEach(checkSchedule);
    return new Scaling({ kind: "schedule", schedules });
  }

  /** Not at all: as many as the least that there may be, until somebody changes the pool's size. */
  static none(): Scaling {
    return new Scaling({ kind: "none" });
  }

  private constructor(
    /** Which way was chosen, and what it takes. */
    readonly choice:
      | (Required<Omit<CpuScaling, "initial">> & {
          readonly kind: "cpu";
          readonly initial: number | undefined;
        })
      | { readonly kind: "schedule"; readonly schedules: readonly Schedule[] }
      | { readonly kind: "none" },
  ) {}
}

function areDifferent(schedules: readonly Schedule[]): boolean {
  const [names, crons] = [schedules.map(({ name }) => name), schedules.map(({ cron }) => cron)];
  return (
    names.length >= 1 && names.length <= 50 && [names, crons].every((all) => new Set(all).size === all.length)
  );
}

function checkSchedule({ name, cron, servers }: Schedule, index: number): void {
  const schedule = `schedules[${index}]`;
  requireValue(
    `${schedule}.name`,
    name,
    "be a lower-case letter, then up to 39 lower-case letters, digits and hyphens",
    (given) => /^[a-z][a-z0-9-]{0,39}$/.test(given),
  );
  checkCron(`${schedule}.cron`, cron);
  checkWhole(`${schedule}.servers`, servers, 1, 100);
}

function checkWhole(prop: string, value: number, min: number, max: number): void {
  requireValue(
    prop,
    value,
    `be a whole number from ${min} to ${max}`,
    (number) => Number.isInteger(number) && number >= min && number <= max,
  );
}
