import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Scaling } from "../../../constructs/oci";
import { defaultAssumptions } from "../../../rehearsal/simulation/fleet";
import { capacityOf, machineOf, measuredMicroseconds } from "../../../rehearsal/simulation/machine";
import { outcomeOf } from "../../../rehearsal/simulation/outcome";
import { answerBytes, play } from "../../../rehearsal/simulation/play";
import { scenarios } from "../../../rehearsal/simulation/scenarios";
import { TargetTracking } from "../../../rehearsal/simulation/target-tracking";
import { ThresholdPolicy } from "../../../rehearsal/simulation/threshold-policy";
import { type Server, serveArtifact, unpackArtifact } from "../../../webapp/test/support/artifact";
import { exchange } from "../../../webapp/test/support/raw";
import { awsServers, ociServers } from "./fleets";

const lab = { min: 2, max: 4 };
const [spike] = scenarios(45_000);

/** A minute of servers that all are in service and warm. */
const minute = (copies: number, cpuPercent: number, requestsPerCopy = 0) => ({
  copies,
  cpuPercent,
  cpuPercentSince: () => cpuPercent,
  processorPercent: cpuPercent,
  requestsPerCopy,
  inServiceSince: () => copies,
});

describe("target tracking", () => {
  const group = () =>
    new TargetTracking({ min: 2, max: 10, targets: [{ metric: "cpu", value: 60 }], warmUpSeconds: 600 });
  const after = (controller: TargetTracking, minutes: number, percent: number, servers: number) =>
    Array.from({ length: minutes }, () => controller.decide(minute(servers, percent)));

  test("adds in the third minute above the target, as many as the metric asks for", () => {
    expect(after(group(), 3, 90, 4)).toEqual([4, 4, 6]);
  });

  test("removes one in the fifteenth minute below seven tenths, and not before", () => {
    const sizes = after(group(), 16, 20, 6);
    expect(sizes.slice(0, 14)).toEqual(Array<number>(14).fill(6));
    expect(sizes.slice(14)).toEqual([5, 6]);
  });

  test("removes none that the rest would miss", () => {
    expect(after(group(), 30, 41, 3)).toEqual(Array<number>(30).fill(3));
  });
});

describe("a threshold policy", () => {
  const rules = [
    { operator: "GT", percent: 70, minutes: 3, change: 1 },
    { operator: "LT", percent: 30, minutes: 3, change: -1 },
  ] as const;

  test("adds one in the third minute, and the next after its cool-down", () => {
    const policy = new ThresholdPolicy({ min: 2, max: 4, rules, coolDownSeconds: 300 });
    let servers = 2;
    const sizes = Array.from({ length: 9 }, () => (servers = policy.decide(minute(servers, 90))));
    expect(sizes).toEqual([2, 2, 3, 3, 3, 3, 3, 3, 4]);
  });
});

describe("a spike", () => {
  test("is met by what the stack says: more servers, other policies", () => {
    const most = (max: number) => outcomeOf("AWS", awsServers({ min: 2, max }), spike!).mostCopies;
    expect(most(4)).toBe(4);
    expect(most(6)).toBe(6);
    const oci = outcomeOf("OCI", ociServers(lab), spike!);
    expect(oci.mostCopies).toBe(4);
  });

  test("is met by the stack's own rule on OCI with one process on two processors, and would not be by one of 70 %", () => {
    const largest = (scaling?: Scaling) => {
      const props = scaling ? { ...lab, scaling } : lab;
      const fleet = ociServers(props, { ...defaultAssumptions, freeBandwidth: true });
      const peak = 1.5 * 2 * capacityOf(fleet.machine);
      return Math.max(...play(fleet, () => peak, 120).map(({ copies }) => copies));
    };
    expect(largest()).toBe(4);
    expect(largest(Scaling.byCpu({ outAbove: 70 }))).toBe(2);
  });

  test("is turned away by OCI's balancer beyond its bandwidth, whatever the servers could do", () => {
    const [sample] = play(ociServers(lab, defaultAssumptions), () => 4_000, 1);
    expect(sample!.turnedAway).toBeGreaterThan(60 * 1_000);
    expect(play(ociServers(lab), () => 4_000, 1)[0]!.turnedAway).toBe(0);
  });
});

test("a machine that nobody measured is refused", () => {
  expect(() => machineOf("m7g.large", 1)).toThrow(
    new RangeError('the simulation knows t3.micro, t3.medium, VM.Standard2.1, got "m7g.large"'),
  );
});

test("a server's capacity is what the performance page measured", () => {
  const page = "| 64          |                counter |      1 |   1.75 |   5.26 |   50.0 | 0.85 | 11.3 |";
  expect(measuredMicroseconds(page)).toBe(50);
  expect(capacityOf(machineOf("t3.micro", 1))).toBeCloseTo(1e6 / measuredMicroseconds() / 2, 6);
});

describe("the artifact", () => {
  let folder: Awaited<ReturnType<typeof unpackArtifact>>;
  let server: Server;
  beforeAll(async () => {
    folder = await unpackArtifact();
    server = await serveArtifact(folder.path, { DB_DRIVER: "memory" });
  });
  afterAll(async () => {
    server.process.kill();
    await server.ended;
    folder.remove();
  });

  test("answers with as many bytes as a balancer's bandwidth is counted by", async () => {
    const answer = await exchange(
      server.url,
      "GET / HTTP/1.1\r\nhost: a\r\naccept: application/json\r\nconnection: close\r\n\r\n",
    );
    expect(Math.abs(Buffer.byteLength(answer) - answerBytes)).toBeLessThan(0.1 * answerBytes);
  });
});
