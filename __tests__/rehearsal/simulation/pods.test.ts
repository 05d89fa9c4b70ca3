import { describe, expect, test } from "@jest/globals";
import { awsPods } from "../../../rehearsal/simulation/aws-pods";
import type { Fleet } from "../../../rehearsal/simulation/fleet";
import { Machines } from "../../../rehearsal/simulation/machines";
import { play } from "../../../rehearsal/simulation/play";
import { PodAutoscaler } from "../../../rehearsal/simulation/pod-autoscaler";
import { podsOf } from "../../../rehearsal/simulation/pods";
import { awsServers, ociServers } from "./fleets";
import { awsCluster, podsOnAws, podsOnOci } from "./pod-fleets";

const settings = { min: 2, max: 20, targetMillis: 500, stabilizationSeconds: 60 };

/** What an autoscaler sees of pods that use so many thousandths of a processor on average. */
const seen = (copies: number, millis: number, ready = copies) => ({
  copies,
  cpuPercent: 0,
  cpuPercentSince: () => 0,
  processorPercent: millis / 10,
  requestsPerCopy: 0,
  inServiceSince: () => ready,
});

/** Decides each time by the same use; the first period has nothing older to go by. */
function decide(times: number, copies: number, millis: number, ready?: number): number[] {
  const autoscaler = new PodAutoscaler(settings);
  return Array.from({ length: times }, () => autoscaler.decide(seen(copies, millis, ready)));
}

describe("a HorizontalPodAutoscaler", () => {
  test("asks for pods in proportion, rounded up", () => {
    expect(decide(1, 4, 900)).toEqual([8]);
    expect(decide(1, 4, 751)).toEqual([7]);
  });

  test("does nothing within a tenth of its target", () => {
    expect(decide(1, 4, 549)).toEqual([4]);
    expect(decide(1, 4, 451)).toEqual([4]);
    expect(decide(1, 4, 551)).toEqual([5]);
  });

  test("goes by what it was told a period before", () => {
    const autoscaler = new PodAutoscaler(settings);
    expect([500, 900, 900].map((millis) => autoscaler.decide(seen(4, millis)))).toEqual([4, 4, 8]);
  });

  test("counts a pod that is not ready as idle while others are to come, and not at all while some are to go", () => {
    expect(decide(1, 4, 900, 2)).toEqual([4]);
    expect(decide(1, 4, 1_500, 2)).toEqual([6]);
    expect(decide(5, 4, 400, 2).at(-1)).toBe(2);
  });

  test("adds no more than as many again or four at once", () => {
    expect(decide(1, 2, 5_000)).toEqual([6]);
    expect(decide(1, 6, 5_000)).toEqual([12]);
  });

  test("lets pods go once no recommendation of the window wants them", () => {
    const autoscaler = new PodAutoscaler(settings);
    const uses = [500, 100, 100, 100, 100, 100, 100];
    expect(uses.map((millis) => autoscaler.decide(seen(10, millis)))).toEqual([10, 10, 10, 10, 10, 2, 2]);
  });
});

describe("nodes", () => {
  const size = { min: 2, max: 8 };
  /** Numbers of pods in service and of nodes, before and after so many pods are asked for at once. */
  function grown(fleet: Fleet, pods: number) {
    const machines = new Machines(fleet);
    machines.resize(0, pods);
    const at = (second: number) => [machines.inServiceSince(second, 0), machines.paid];
    const start = fleet.bootSeconds + fleet.healthSeconds;
    return { machines, at, start };
  }

  test("have less room for what DaemonSets of the stack request", () => {
    const cluster = awsCluster(size);
    const { manifests } = cluster.output;
    const withFluentBit = (cpu: string) => ({
      ...cluster,
      output: {
        ...cluster.output,
        manifests: { ...manifests, value: String(manifests!.value).replace('"cpu":"25m"', `"cpu":"${cpu}"`) },
      },
    });
    const room = ["25m", "330m", "331m"].map((cpu) => awsPods(withFluentBit(cpu)).nodes!.room);
    expect(room).toEqual([2, 2, 1]);
  });

  test("take pods as long as they have room, and EKS starts others for the rest", () => {
    const fleet = podsOnAws(size);
    const { at, start } = grown(fleet, 7);
    expect(at(0)).toEqual([2, 4]);
    expect(at(start)).toEqual([4, 4]);
    expect(at(start + fleet.nodes!.startSeconds)).toEqual([7, 4]);
  });

  test("go when they have been empty for as long as the pool says", () => {
    const { machines } = grown(podsOnAws(size), 7);
    machines.resize(1_000, 2);
    expect(machines.paid).toBe(4);
    machines.resize(1_299, 2);
    expect(machines.paid).toBe(4);
    machines.resize(1_300, 2);
    expect(machines.paid).toBe(2);
  });

  test("stay as many as they are on OCI", () => {
    const { at, start, machines } = grown(podsOnOci(size), 8);
    expect(at(start)).toEqual([8, 4]);
    machines.resize(10_000, 2);
    expect(machines.paid).toBe(4);
  });

  test.each([
    ["AWS", podsOnAws(size)],
    ["OCI", podsOnOci(size)],
  ])("have a processor for each pod on %s, so that none of them comes for nothing", (_, fleet) => {
    const { machines, start } = grown(fleet, size.max);
    const all = start + (fleet.cloud === "AWS" ? fleet.nodes!.startSeconds : 0);
    expect(machines.capacity(all)).toBeCloseTo(size.max * fleet.machine.requestsPerSecond, 6);
  });

  test("share their processors where a pod asks for less", () => {
    const fleet = podsOnAws(size);
    const narrow = { ...fleet, nodes: { ...fleet.nodes!, room: 7 } };
    const { machines, start } = grown(narrow, size.max);
    expect(machines.paid).toBe(2);
    expect(machines.capacity(start)).toBeCloseTo(4 * fleet.machine.requestsPerSecond, 6);
  });

  test("cost a control plane more than as many servers do, which on OCI are the same machines", () => {
    const [pods, machines] = [podsOnOci(size), ociServers(size)];
    for (const nodes of [2, 3]) expect(pods.monthUsd(nodes) - machines.monthUsd(nodes)).toBeCloseTo(73, 6);
    expect(podsOnAws(size).monthUsd(2) - awsServers(size).monthUsd(2)).toBeGreaterThan(73);
  });
});

test("pods meet a spike sooner than servers boot", () => {
  const fleet = podsOnOci({ min: 2, max: 4 });
  const demand = (second: number) => (second < 600 ? 0.1 : 3.5) * fleet.machine.requestsPerSecond;
  const samples = play(fleet, demand, 15);
  expect(samples[10]!.inService).toBe(2);
  expect(samples[12]!.inService).toBe(4);
});

test("an autoscaler that is not played is refused", () => {
  const json = awsCluster({ min: 2, max: 4 });
  const { manifests } = json.output;
  const value = String(manifests!.value).replace('"AverageValue"', '"Utilization"');
  expect(() => podsOf({ ...json, output: { manifests: { ...manifests, value } } })).toThrow(
    "the simulation plays an average value of CPU and a window before pods go, got",
  );
});
