import { describe, expect, test } from "@jest/globals";
import { simulate, type World } from "../../bench/simulation";
import { median, percentile } from "../../bench/statistics";

const world: World = { arrivals: 5_000, servers: 1, rows: 1, commitMs: 4 };

describe("a simulated world", () => {
  test("has the same history each time", () => {
    expect(simulate(world)).toEqual(simulate(world));
  });

  test("answers everybody who comes while there is room", () => {
    const { times, turnedAway } = simulate(world);
    expect(turnedAway).toBe(0);
    expect(times.length).toBeGreaterThan(4_500);
    expect(times.length).toBeLessThan(5_500);
  });

  test("makes nobody wait less than a commit, nor longer than two", () => {
    const { times } = simulate(world);
    const [roundTripMs, cpuMs] = [0.5, 1];
    expect(Math.min(...times)).toBeGreaterThan(4 + roundTripMs);
    expect(percentile(times, 0.99)).toBeLessThan(2 * (4 + roundTripMs) + cpuMs);
  });

  test("makes visitors wait for the turns of all servers on one row, and less with more rows", () => {
    const of = (servers: number, rows: number) => {
      const { times } = simulate({ ...world, arrivals: 20_000, servers, rows });
      return median(times);
    };
    expect(of(8, 1) / of(2, 1)).toBeCloseTo(4, 0);
    expect(of(8, 4)).toBeLessThan(of(8, 1) / 3);
  });

  test("turns visitors away where more come in a turn than a server holds", () => {
    const { turnedAway, batch } = simulate({ ...world, arrivals: 2_000_000, servers: 40, commitMs: 8 });
    expect(turnedAway).toBeGreaterThan(0.5);
    expect(batch).toBeLessThanOrEqual(4_096);
  });
});

test("medians and percentiles are those of the sorted values", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(percentile([...Array(100).keys()].reverse(), 0.99)).toBe(99);
  expect(percentile([5], 0.5)).toBe(5);
});
