import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Fleet } from "../../../rehearsal/simulation/fleet";
import { capacityOf } from "../../../rehearsal/simulation/machine";
import { goalMs } from "../../../rehearsal/simulation/outcome";
import { type Demand, play } from "../../../rehearsal/simulation/play";
import { awsServers, ociServers } from "./fleets";
import { podsOnAws, podsOnOci } from "./pod-fleets";

const sizes = [
  { min: 1, max: 1 },
  { min: 2, max: 4 },
  { min: 3, max: 12 },
];
const fleets: readonly (readonly [string, Fleet])[] = sizes.flatMap((size) => [
  [`AWS, ${size.min} to ${size.max}`, awsServers(size)] as const,
  [`OCI, ${size.min} to ${size.max}`, ociServers(size)] as const,
  [`AWS, ${size.min} to ${size.max} pods`, podsOnAws(size)] as const,
  [`OCI, ${size.min} to ${size.max} pods`, podsOnOci(size)] as const,
]);

/** Shares of what all servers together can do, up to twice of it. */
const share = fc.double({ min: 0, max: 2, noNaN: true });
const capacity = (fleet: Fleet) => fleet.max * capacityOf(fleet.machine);
function always<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, holds), { numRuns: 20 });
}

describe.each(fleets)("servers or pods on %s", (_, fleet) => {
  test("are never fewer than the least and never more than the most, whatever comes", () => {
    always(fc.array(share, { minLength: 1, maxLength: 24 }), (shares) => {
      const demand: Demand = (second) => shares[Math.floor(second / 600)]! * capacity(fleet);
      for (const { copies } of play(fleet, demand, shares.length * 10)) {
        expect(copies).toBeGreaterThanOrEqual(fleet.min);
        expect(copies).toBeLessThanOrEqual(fleet.max);
      }
    });
  });

  test("cost more the more machines there are", () => {
    for (let machines = 1; machines < 100; machines++)
      expect(fleet.monthUsd(machines + 1)).toBeGreaterThan(fleet.monthUsd(machines));
  });

  test("end a spike within the goal where the most of them can", () => {
    always(fc.double({ min: 0.05, max: 0.9, noNaN: true }), (peak) => {
      const demand: Demand = (second) => (second < 1_200 ? 0.02 : peak) * capacity(fleet);
      // Each server that OCI adds takes it nine minutes.
      for (const { p99Ms, turnedAway } of play(fleet, demand, 180).slice(-10)) {
        expect(p99Ms).toBeLessThanOrEqual(goalMs);
        expect(turnedAway).toBe(0);
      }
    });
  });

  test("do not come and go while the load stays as it is", () => {
    always(share, (steady) => {
      const counts = play(fleet, () => steady * capacity(fleet), 360).map(({ copies }) => copies);
      const ways = counts.slice(1).map((count, index) => Math.sign(count - counts[index]!));
      expect(ways.includes(1) && ways.includes(-1)).toBe(false);
    });
  });
});
