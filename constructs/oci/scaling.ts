/** When servers come and go with the load. */
export interface CpuScaling {
  /**
   * Average CPU in percent above which a server is added, 20 to 99.
   *
   * @default 70
   */
  readonly outAbove?: number;
  /**
   * Average CPU in percent below which a server is removed, 1 to 60, and at most half of `outAbove`: what two servers
   * carried must not be too much for one.
   *
   * @default 30
   */
  readonly inBelow?: number;
  /**
   * Seconds after a change in which nothing else changes, 300 or more.
   *
   * @default 300
   */
  readonly coolDownSeconds?: number;
  /**
   * Servers at the beginning.
   *
   * @default - the least that there may be
   */
  readonly initial?: number;
}

/** How many servers there are from a moment on. */
export interface Schedule {
  /** Short name, such as `workday`. */
  readonly name: string;
  /** Moment in UTC as a Quartz expression with seconds that are 0, such as `0 0 7 ? * MON-FRI`. */
  readonly cron: string;
  /** Servers from then on. */
  readonly servers: number;
}

/** How the number of servers follows the load. */
export class Scaling {
  /**
   * By the CPU that they use.
   *
   * @throws {RangeError} when a figure is out of range
   */
  static byCpu({ outAbove = 70, inBelow = 30, coolDownSeconds = 300, initial }: CpuScaling = {}): Scaling {
    checkWhole("outAbove", outAbove, 20, 99);
    checkWhole("inBelow", inBelow, 1, 60);
    if (inBelow > outAbove / 2)
      throw new RangeError(`\`inBelow\` must be at most half of \`outAbove\` ${outAbove}, got ${inBelow}`);
    checkWhole("coolDownSeconds", coolDownSeconds, 300, 86_400);
    if (initial !== undefined) checkWhole("initial", initial, 1, 100);
    return new Scaling({ kind: "cpu", outAbove, inBelow, coolDownSeconds, initial });
  }

  /**
   * By the clock: 1 to 50 schedules.
   *
   * @throws {RangeError} when a schedule is none that OCI takes
   */
  static bySchedule(schedules: readonly Schedule[]): Scaling {
    if (schedules.length < 1 || schedules.length > 50)
      throw new RangeError(`\`schedules\` must be 1 to 50, got ${schedules.length}`);
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

function checkSchedule({ name, cron, servers }: Schedule): void {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name))
    throw new RangeError(
      `\`name\` must be a lower-case letter, then letters, digits and hyphens, got "${name}"`,
    );
  const fields = cron.split(" ");
  const isQuartz =
    fields.length >= 6 && fields.length <= 7 && fields.every((field) => /^[\w*?,/#-]+$/.test(field));
  if (!isQuartz || fields[0] !== "0" || (fields[3] === "?") === (fields[5] === "?"))
    throw new RangeError(
      `\`cron\` must be a Quartz expression such as "0 0 7 ? * MON-FRI", seconds 0 and one of the two days ?, got "${cron}"`,
    );
  checkWhole("servers", servers, 1, 100);
}

function checkWhole(prop: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`\`${prop}\` must be a whole number from ${min} to ${max}, got ${value}`);
}
