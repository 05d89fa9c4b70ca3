import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { bootEnvironment, bootScriptOf } from "../../__tests__/support/boot";
import { synth } from "../../__tests__/support/synth";
import { connectionLimit } from "../../constructs/aws/database";
import { pauseSeconds, shortestIdleSeconds } from "../../constructs/oci/web";
import { firstBootSeconds } from "../../constructs/aws/web";
import { AwsStack } from "../../stacks/aws-stack";
import { databaseInputs } from "../../stacks/oci/inputs-database";
import { OciStack } from "../../stacks/oci-stack";
import { profiles } from "../../stacks/context/profiles";
import { defaultCoalescerLimits as visitors } from "../../webapp/src/counting/coalescer";
import { createHttpServer, MAX_CONNECTIONS, MAX_HEADER_BYTES } from "../../webapp/src/http/http-server";
import { MAX_PIPELINED } from "../../webapp/src/http/pipelining";
import { defaultProbeLimits as probe } from "../../webapp/src/counting/probe";
import { MAX_URL_CHARACTERS } from "../../webapp/src/http/request-fault";
import { CLOSE_MS, PATIENCE_MS } from "../../webapp/src/server";
import { DIAL_MS } from "../../webapp/src/store/dial";
import { defaultLimits as line } from "../../webapp/src/store/single-connection";
import { unreadLimits as unread } from "../../webapp/src/http/unread-body";
import { sessionsPerEcpu } from "../../constructs/oci/monitoring/alarms";
import { table, withBlocks } from "./table";

/** Where the page is. */
export const limitsFile = join(__dirname, "../limits.md");

/** A limit of ours, how it has to compare with that of the other side, and where the latter is from. */
export type Pair = readonly [
  what: string,
  ours: number,
  relation: "=" | "<" | "≤" | ">" | "≥",
  theirs: number,
  unit: string,
  source: string,
];

const profile = profiles.lab;
const awsStack = new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile });
const ociStack = new OciStack(Testing.app(), "oci-stack", { profile });
const [aws, oci] = [awsStack, ociStack].map(synth);

/** The only resource of a type. */
function only(json: typeof aws, type: string) {
  const all = Object.values(json!.resource[type]!);
  if (all.length !== 1) throw new Error(`expected one ${type}, got ${all.length}`);
  return all[0]!;
}

const balancer = only(aws, "aws_lb");
const target = only(aws, "aws_lb_target_group");
const group = only(aws, "aws_autoscaling_group");
const backends = only(oci, "oci_load_balancer_backend_set");
const pool = only(oci, "oci_core_instance_pool");
const [attachment] = pool.load_balancers as Record<string, number>[];
const rds = only(aws, "aws_db_instance");
const check = target.health_check as Record<string, number>;
const checker = backends.health_checker as Record<string, number>;

const s = (ms: number) => ms / 1_000;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** What the vendors' pages say of what no resource of ours sets. */
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
  rdsToken: [
    900,
    "[RDS](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html): life of a token to log in with",
  ],
} as const;

/** Each driver's one to count, one to read and one for `/health`; a replacement has twice as many servers for a while. */
const CONNECTIONS_PER_SERVER = 3;
const connectionsOf = (servers: number) => 2 * CONNECTIONS_PER_SERVER * servers;
const mostServers = profiles.production.web.servers.max;

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

/** Every limit of the web app beside the other side's. */
export function pairs(): Pair[] {
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
    [
      "waiting for the database and asking it",
      s(line.waitMs + line.statementMs),
      "≤",
      s(visitors.answerMs),
      "s",
      "an answer to a visitor",
    ],
    ["AWS: a log-in", s(DIAL_MS), "<", documented.rdsToken[0], "s", documented.rdsToken[1]],
    [
      "AWS: connections of all servers of `production`, twice as many while they are replaced",
      connectionsOf(mostServers),
      "<",
      connectionLimit(String(rds.instance_class)),
      "",
      "`aws_db_instance.instance_class`: what RDS allows by default, from below",
    ],
    [
      "OCI: connections of all servers of `production`, twice as many while they are replaced",
      connectionsOf(mostServers),
      "<",
      sessionsPerEcpu * databaseInputs.database_ecpus.default,
      "",
      "[OCI](https://docs.oracle.com/en-us/iaas/autonomous-database-serverless/doc/connect-predefined.html): 75 sessions for each ECPU that the form asks for by default",
    ],
    [
      "OCI: sessions at which the alarm rings",
      sessionsAlarm(),
      "<",
      sessionsPerEcpu * databaseInputs.database_ecpus.default,
      "",
      "the same",
    ],
  ];
}

/** The number in the query of the alarm on sessions, with the form's default. */
function sessionsAlarm(): number {
  const queries = Object.values(oci!.resource.oci_monitoring_alarm!).map(({ query }) => query as string);
  const [, factor = ""] =
    queries.map((query) => /^Sessions.*\(var\.database_ecpus \* (\d+)\)/.exec(query)).find(Boolean) ?? [];
  return Number(factor) * databaseInputs.database_ecpus.default;
}

/** The page as it must be: what is written by hand, and between its markers each pair. */
export function limitsPage(written: string = readFileSync(limitsFile, "utf8")): string {
  const show = (value: number, unit: string) => `${value.toLocaleString("en-US")} ${unit}`.trim();
  const rows = pairs().map(([what, ours, relation, theirs, unit, source]) => [
    what,
    show(ours, unit),
    relation,
    show(theirs, unit),
    source,
  ]);
  return withBlocks(written, { limits: table(["limit", "ours", "", "theirs", "whose"], rows) });
}

if (require.main === module) writeFileSync(limitsFile, limitsPage());
