import { bootEnvironment, bootScriptOf } from "../../../__tests__/support/boot";
import { shortestIdleSeconds } from "../../../constructs/oci/web";
import type { AwsStack } from "../../../stacks/aws-stack";
import type { OciStack } from "../../../stacks/oci-stack";
import { defaultCoalescerLimits as visitors } from "../../../webapp/src/counting/coalescer";
import { createHttpServer, MAX_HEADER_BYTES } from "../../../webapp/src/http/http-server";
import { MAX_PIPELINED } from "../../../webapp/src/http/pipelining";
import { defaultProbeLimits as probe } from "../../../webapp/src/counting/probe";
import { MAX_URL_CHARACTERS } from "../../../webapp/src/http/request-fault";
import { unreadLimits as unread } from "../../../webapp/src/http/unread-body";

import { attachment, awsStack, balancer, check, checker, ociStack, target } from "./deployed";
import { type Pair, s } from "./pair";

/** Limits that no resource of ours sets, by the vendors' pages. */
const documented = {
  albHeaders: [
    65_536,
    "[ALB](https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html): whole header section",
  ],
  albLine: [
    16_384,
    "[ALB](https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html): request line",
  ],
  ociHeader: [
    8_192,
    "[OCI](https://docs.oracle.com/en-us/iaas/api/#/en/loadbalancer/20170115/HttpHeaderRule): buffer of a header, by default",
  ],
  ociIdle: [
    60,
    "[OCI](https://docs.oracle.com/en-us/iaas/Content/Balance/Reference/connectionreuse.htm): idle timeout of an HTTP listener, by default",
  ],
} as const;

/** Limits between a server and its balancer, by what the stack's servers are told. */
function toBalancer(stack: AwsStack | OciStack, name: string, idle: number, source: string): Pair[] {
  const told = bootEnvironment(bootScriptOf(stack), "serve");
  const keepAlive = Number(told.KEEP_ALIVE_SECONDS);
  const { headersTimeout, requestTimeout, timeout } = createHttpServer(() => undefined, keepAlive * 1_000);
  const first = Math.min(headersTimeout, requestTimeout, timeout);
  return [
    [
      `${name}: a connection on which nothing happens`,
      keepAlive,
      name === "AWS" ? ">" : "≥",
      idle,
      "s",
      source,
    ],
    [`${name}: a connection before its first request`, s(first), ">", idle, "s", source],
  ];
}

/** Limits between servers and balancers. */
export function balancerPairs(): Pair[] {
  const awsTold = bootEnvironment(bootScriptOf(awsStack), "serve");
  const ociTold = bootEnvironment(bootScriptOf(ociStack), "serve");
  const interval = { aws: check.interval!, oci: s(checker.interval_ms!) };
  const idle = Number(balancer.idle_timeout);
  return [
    ...toBalancer(awsStack, "AWS", idle, "`aws_lb.idle_timeout`"),
    ...toBalancer(
      ociStack,
      "OCI",
      shortestIdleSeconds,
      "[OCI](https://docs.oracle.com/en-us/iaas/Content/Balance/Reference/connectionreuse.htm): servers may not close earlier",
    ),
    ["AWS: an answer", s(visitors.answerMs), "<", idle, "s", "`aws_lb.idle_timeout`"],
    ["OCI: an answer", s(visitors.answerMs), "<", documented.ociIdle[0], "s", documented.ociIdle[1]],
    [
      "AWS: the answer to a body that does not end",
      s(unread.answerMs),
      "<",
      idle,
      "s",
      "`aws_lb.idle_timeout`",
    ],
    [
      "OCI: the answer to a body that does not end",
      s(unread.answerMs),
      "<",
      documented.ociIdle[0],
      "s",
      documented.ociIdle[1],
    ],
    [
      "AWS: headers; what is longer gets a 431 here",
      MAX_HEADER_BYTES,
      "≤",
      documented.albHeaders[0],
      "bytes",
      documented.albHeaders[1],
    ],
    [
      "OCI: headers; the balancer adds its own to one that fills a buffer",
      MAX_HEADER_BYTES,
      ">",
      documented.ociHeader[0],
      "bytes",
      documented.ociHeader[1],
    ],
    [
      "AWS: a target; what is longer gets a 414 here",
      MAX_URL_CHARACTERS,
      "≤",
      documented.albLine[0],
      "bytes",
      documented.albLine[1],
    ],
    [
      "OCI: a target; what is longer gets a 414 here",
      MAX_URL_CHARACTERS,
      "≤",
      documented.ociHeader[0],
      "bytes",
      documented.ociHeader[1],
    ],
    [
      "requests of a connection that wait",
      MAX_PIPELINED,
      "≥",
      1,
      "",
      "neither balancer pipelines to servers",
    ],
    ["AWS: port", Number(awsTold.PORT), "=", Number(target.port), "", "`aws_lb_target_group.port`"],
    [
      "OCI: port",
      Number(ociTold.PORT),
      "=",
      attachment!.port!,
      "",
      "`oci_core_instance_pool.load_balancers`",
    ],
    [
      "OCI: port of the health check",
      Number(ociTold.PORT),
      "=",
      checker.port!,
      "",
      "`oci_load_balancer_backend_set.health_checker`",
    ],
    ["AWS: `/health`", s(probe.answerMs), "<", check.timeout!, "s", "`health_check.timeout`"],
    [
      "OCI: `/health`",
      s(probe.answerMs),
      "<",
      s(checker.timeout_in_millis!),
      "s",
      "`health_checker.timeout_in_millis`",
    ],
    [
      "AWS: age of what `/health` says",
      s(probe.freshMs + probe.answerMs),
      "<",
      interval.aws,
      "s",
      "`health_check.interval`",
    ],
    [
      "OCI: age of what `/health` says",
      s(probe.freshMs + probe.answerMs),
      "<",
      interval.oci,
      "s",
      "`health_checker.interval_ms`",
    ],
    [
      "AWS: draining, until the balancer has noticed",
      Number(awsTold.DRAIN_SECONDS),
      "≥",
      check.unhealthy_threshold! * interval.aws + check.timeout!,
      "s",
      "`health_check`: threshold × interval + timeout",
    ],
    [
      "OCI: draining, until the balancer has noticed",
      Number(ociTold.DRAIN_SECONDS),
      "≥",
      checker.retries! * interval.oci + s(checker.timeout_in_millis!),
      "s",
      "`health_checker`: retries × interval + timeout",
    ],
    [
      "AWS: an answer under way",
      s(visitors.answerMs),
      "<",
      Number(target.deregistration_delay),
      "s",
      "`aws_lb_target_group.deregistration_delay`",
    ],
  ];
}
