import { zoneLetters } from "../subnet-plan";

/** Availability zones that a network spreads over: two or more. */
export class Zones {
  /**
   * The first `count` zones that the region offers to every account, asked for at deploy time.
   *
   * @param count from 2 to 6
   * @throws {RangeError} when `count` is outside that range
   */
  static available(count = 2): Zones {
    if (!Number.isInteger(count) || count < 2 || count > 6)
      throw new RangeError(`\`count\` of zones must be a whole number from 2 to 6, got ${count}`);
    return new Zones(zoneLetters.slice(0, count).map((letter) => ({ letter })));
  }

  /**
   * These very zones, such as `us-east-1a`. Their order does not matter, and adding one leaves the others as they are.
   *
   * @throws {RangeError} for fewer than two, a repeated one, or a name that does not end in a letter from a to h
   */
  static named(...names: string[]): Zones {
    const rule = "`zones` must be two or more different names such as us-east-1a";
    const valid = names.every((name) => /^[a-z]{2}(-[a-z]+)+-\d[a-h]$/.test(name));
    if (!valid || names.length < 2 || new Set(names.map((name) => name.slice(-1))).size < names.length)
      throw new RangeError(`${rule}, got ${JSON.stringify(names)}`);
    return new Zones([...names].sort().map((name) => ({ letter: name.slice(-1), name })));
  }

  private constructor(
    /** Zones in alphabetical order; a `name` only where it was given. */
    readonly zones: readonly Zone[],
  ) {}
}

/** One zone: the letter that names its subnets and, where it was given, its name in the region. */
export interface Zone {
  /** From a to h; picks the subnet's addresses. */
  readonly letter: string;
  /**
   * Such as `us-east-1a`.
   *
   * @default - the region's zone at this letter's position, asked for at deploy time
   */
  readonly name?: string;
}
