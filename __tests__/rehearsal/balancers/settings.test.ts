import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import type { Answer } from "../../../webapp/test/faults/crowd";
import { faults, events, judged } from "../../../rehearsal/balancers/events";
import { configuration } from "../../../rehearsal/balancers/haproxy";
import { awsSettings, ociSettings } from "../../../rehearsal/balancers/settings";
import { profiles } from "../../../stacks/context/profiles";
import { OciStack } from "../../../stacks/oci-stack";
import { awsStack } from "../../support/aws-stacks";
import { synth, type SynthesizedStack } from "../../support/synth";

const aws = synth(awsStack(profiles.lab));
const oci = synth(new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab }));
const lines = (text: string) => text.split("\n").map((line) => line.trim());

/** The same stack with other arguments in the only resource of a type. */
function changed(json: SynthesizedStack, type: string, change: object): SynthesizedStack {
  const [[name, resource]] = Object.entries(json.resource[type]!) as [[string, object]];
  return { ...json, resource: { ...json.resource, [type]: { [name]: { ...resource, ...change } } } };
}

describe("the balancer that is rehearsed with", () => {
  test("asks for health and closes idle connections as the AWS stack says, all by one scale", () => {
    const settings = awsSettings(aws, 30);
    expect(lines(configuration(settings, 8080, "/socket"))).toEqual(
      expect.arrayContaining([
        "option httpchk GET /health",
        "http-check expect status 200",
        "default-server check inter 1000ms rise 2 fall 2 pool-purge-delay 2000ms",
        "timeout client 2000ms",
        "tune.bufsize 65536",
        "retries 0",
      ]),
    );
    expect(settings.deregistrationMs).toBeCloseTo(65_000 / 30);
    expect(settings.servers.environment).toMatchObject({ DRAIN_SECONDS: "3", KEEP_ALIVE_SECONDS: "3" });
  });

  test("keeps connections to servers for 300 seconds on OCI, whose servers stay longer", () => {
    const settings = ociSettings(oci, 10);
    expect(lines(configuration(settings, 8080, "/socket"))).toContain(
      "default-server check inter 3000ms rise 2 fall 2 pool-purge-delay 30000ms",
    );
    expect(Number(settings.servers.environment.KEEP_ALIVE_SECONDS) * 1_000).toBeGreaterThan(30_000);
    expect(settings.group).toMatchObject({ kind: "pool", pausesMs: [18_000, 6_000, 6_000, 12_000, 18_000] });
  });

  test("follows the stack where that says something else", () => {
    const other = changed(aws, "aws_lb_target_group", {
      deregistration_delay: "300",
      stickiness: { enabled: true },
    });
    const settings = awsSettings(other, 1);
    expect(settings.deregistrationMs).toBe(300_000);
    expect(lines(configuration(settings, 8080, "/socket"))).toContain(
      "cookie balancer insert indirect nocache",
    );
  });

  test("binds nobody to a server by a cookie where the stack does not", () => {
    for (const settings of [awsSettings(aws, 1), ociSettings(oci, 1)])
      expect(configuration(settings, 8080, "/socket")).not.toContain("cookie");
  });
});

describe("the judgement of an event", () => {
  const answer = (visit?: number): Answer => ({
    at: 0,
    ms: 1,
    status: visit ? 200 : 503,
    ...(visit && { visit }),
  });
  const answers = (...visits: (number | undefined)[]) => visits.map(answer);

  test("finds nothing where each number was given once", () => {
    expect(judged(answers(11, 13, 12), 10, 13)).toEqual({ failed: 0, repeated: 0, lost: 0, uncounted: 0 });
  });

  test("finds a number that was given twice, and one that the database does not have", () => {
    expect(judged(answers(11, 12, 12), 10, 13)).toMatchObject({ repeated: 1 });
    expect(judged(answers(11, 14), 10, 12)).toMatchObject({ lost: 1 });
  });

  test("finds a visit that is in nobody's answer, unless a request failed", () => {
    expect(judged(answers(11), 10, 12)).toMatchObject({ uncounted: 1 });
    expect(judged(answers(11, undefined), 10, 12)).toMatchObject({ uncounted: 0, failed: 1 });
  });

  test("allows failures in what nobody planned, and no needless replacement in either", () => {
    const nothing = {
      answers: [],
      moments: [],
      slowestMs: 0,
      replaced: 0,
      repeated: 0,
      lost: 0,
      uncounted: 0,
    };
    const [planned, unplanned] = [true, false].map((is) => events.find(({ planned }) => planned === is)!);
    expect(faults({ ...nothing, event: unplanned!, failed: 3, needless: 0 })).toEqual([]);
    expect(faults({ ...nothing, event: planned!, failed: 3, needless: 1 })).toEqual([
      "3 requests failed",
      "1 servers were replaced needlessly",
    ]);
  });
});
