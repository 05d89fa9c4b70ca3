import { bootEnvironment, bootScriptOf } from "../../../__tests__/support/boot";
import { pauseSeconds } from "../../../constructs/oci/web";
import { firstBootSeconds } from "../../../constructs/aws/web";
import type { AwsStack } from "../../../stacks/aws-stack";
import type { OciStack } from "../../../stacks/oci-stack";
import { defaultCoalescerLimits as visitors } from "../../../webapp/src/counting/coalescer";
import { MAX_CONNECTIONS } from "../../../webapp/src/http/http-server";
import { CLOSE_MS, PATIENCE_MS } from "../../../webapp/src/server";

import { awsStack, checker, group } from "./deployed";
import { type Pair, s } from "./pair";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Limits of which both sides are ours, or the server's. */
function within(stack: AwsStack | OciStack): Pair[] {
  const script = bootScriptOf(stack);
  const drain = Number(bootEnvironment(script, "serve").DRAIN_SECONDS);
  const ofUnit = (setting: string) => Number(new RegExp(`^${setting}=(\\d+)$`, "m").exec(script)?.[1]);
  return [
    [
      "a server that stops: draining and closing",
      drain + s(CLOSE_MS),
      "<",
      ofUnit("TimeoutStopSec"),
      "s",
      "unit: `TimeoutStopSec`",
    ],
    [
      "connections that a server takes",
      MAX_CONNECTIONS,
      "<",
      ofUnit("LimitNOFILE"),
      "",
      "unit: `LimitNOFILE`",
    ],
  ];
}

/** Limits within a server, and while it comes and goes. */
export function serverPairs(): Pair[] {
  const interval = { oci: s(checker.interval_ms!) };
  return [
    ...within(awsStack),
    [
      "AWS: a first boot, until the server is healthy or ends itself",
      firstBootSeconds,
      "<",
      Number(group.default_instance_warmup),
      "s",
      "`aws_autoscaling_group.default_instance_warmup`",
    ],
    [
      "OCI: first boot",
      pauseSeconds[0]! + checker.retries! * interval.oci,
      "<",
      sum(pauseSeconds),
      "s",
      "pauses before the verdict on a new pool",
    ],
    [
      "clients that take no answer while a server closes",
      s(PATIENCE_MS),
      "<",
      s(CLOSE_MS),
      "s",
      "the same server's limit to close",
    ],
    [
      "an answer while a server closes",
      s(visitors.answerMs),
      "<",
      s(PATIENCE_MS),
      "s",
      "the same server's patience with clients",
    ],
    [
      "visitors who wait",
      visitors.visitors,
      "<",
      MAX_CONNECTIONS,
      "",
      "connections that the same server takes",
    ],
  ];
}
