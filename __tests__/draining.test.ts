import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LoadBalancerBackendSet } from "@cdktf/provider-oci/lib/load-balancer-backend-set";
import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { AwsStack } from "../stacks/aws-stack";
import { OciStack } from "../stacks/oci-stack";
import { counterApp } from "../stacks/counter-app";
import { profiles } from "../stacks/context/profiles";
import { CLOSE_MS } from "../webapp/src/server";
import { healthCheckIntervalSeconds, healthCheckThreshold } from "../constructs/shared/health-check";
import { hungSeconds, livenessSeconds } from "../constructs/server/liveness";
import { bootEnvironment, bootScriptOf } from "./support/boot";
import { theResource } from "./support/synth";

const profile = profiles.lab;
const aws = new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile });
const oci = new OciStack(Testing.app(), "oci-stack", { profile });

/** Seconds until a balancer has noticed that a server calls itself ill. */
const clouds = [
  {
    name: "AWS",
    stack: aws,
    noticed: () => {
      const { interval, timeout, unhealthy_threshold } = theResource(aws, LbTargetGroup).health_check;
      return unhealthy_threshold * interval + timeout;
    },
  },
  {
    name: "OCI",
    stack: oci,
    noticed: () => {
      const { interval_ms, timeout_in_millis, retries } = theResource(
        oci,
        LoadBalancerBackendSet,
      ).health_checker;
      return (retries * interval_ms + timeout_in_millis) / 1_000;
    },
  },
];

describe.each(clouds)("a server that stops on $name", ({ stack, noticed }) => {
  const script = bootScriptOf(stack);
  const drainSeconds = Number(bootEnvironment(script, "serve").DRAIN_SECONDS);

  test("answers until the balancer has noticed", () => {
    expect(noticed()).toBeGreaterThan(0);
    expect(drainSeconds).toBeGreaterThanOrEqual(noticed());
  });

  test("has the time to drain and to close before systemd kills it", () => {
    const [, seconds] = /^TimeoutStopSec=(\d+)$/m.exec(script) ?? [];
    expect(Number(seconds)).toBeGreaterThan(drainSeconds + CLOSE_MS / 1_000);
  });
});

describe.each(clouds)("an app that hangs on $name", ({ stack }) => {
  const restartSeconds = Number(/^Restart=always\nRestartSec=(\d+)$/m.exec(bootScriptOf(stack))?.[1]);

  test("is killed and started again before the balancer has noticed", () => {
    const { interval, timeout } = livenessSeconds;
    expect(hungSeconds + interval + timeout + restartSeconds).toBeLessThan(
      (healthCheckThreshold - 1) * healthCheckIntervalSeconds,
    );
  });

  test("is asked on the path that asks no database", () => {
    expect(bootScriptOf(stack)).toContain(`http://127.0.0.1:${counterApp.port}/live`);
  });
});

test("an app that closes is not taken for one that hangs", () => {
  expect(hungSeconds).toBeGreaterThan(CLOSE_MS / 1_000);
});

test("AWS lets requests under way finish when it lets go of a server: an answer takes two seconds at most", () => {
  expect(Number(theResource(aws, LbTargetGroup).deregistration_delay)).toBeGreaterThan(2);
});
