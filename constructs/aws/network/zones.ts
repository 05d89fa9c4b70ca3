import { requireValue, zoneLetters } from "../../shared";

/** Rule for the names of zones, worded to follow "must". */
export const zonesRule = "be two or more different names such as us-east-1a";

/** Availability zones that a network spreads over: two or more. */
export class Zones {
  /**
   * The first `count` zones that the region offers to every account, asked for at deploy time.
   *
   * @param count from 2 to 6
   * @throws {RefusedValue} when `count` is outside that range
   */
  static available(count = 2): Zones {
    requireValue(
      "count",
      count,
      "be a whole number of zones from 2 to 6",
      (given) => Number.isInteger(given) && given >= 2 && given <= 6,
    );
    return new Zones(zoneLetters.slice(0, count).map((letter) => ({ letter })));
  }

  /**
   * These very zones, such as `us-east-1a`. Their order does not matter, and adding one leaves the others as they are.
   *
   * @throws {RefusedValue} for fewer than two, a repeated one, or a name that does not end in a letter from a to h
   */
  static named(...names: string[]): Zones {
    requireValue(
      "zones",
      names,
      zonesRule,
      (given) =>
        given.length >= 2 &&
        given.every((name) => /^[a-z]{2}(-[a-z]+)+-\d[a-h]$/.test(name)) &&
        new Set(given.map((name) => name.slice(-1))).size === given.length,
    );
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
