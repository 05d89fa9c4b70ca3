import type { Json, SynthesizedStack } from "../../proofs/synthesized";
import { bootEnvironment } from "../../__tests__/support/boot";
import type { Target } from "../simulation/target-tracking";
import { awsTargets } from "../simulation/aws";
import { ociRules } from "../simulation/oci";
import type { Rule } from "../simulation/threshold-policy";

/** Settings of the balancer, the servers and the controller in a stack; all times by one scale. */
export interface Settings {
  readonly cloud: "AWS" | "OCI";
  /** Factor on the speed of everything that the stack times. */
  readonly scale: number;
  readonly check: {
    readonly path: string;
    readonly status: string;
    readonly intervalMs: number;
    readonly timeoutMs: number;
    /** Equal answers in a row that make a server healthy, and ill. */
    readonly healthy: number;
    readonly ill: number;
  };
  /** After which the balancer closes an idle connection to a visitor, and to a server. */
  readonly idleMs: number;
  readonly serverIdleMs: number;
  /** Deregistration delay: time for requests under way before a server is told to stop; 0 where there is none. */
  readonly deregistrationMs: number;
  /** Bytes that a request's headers may have. */
  readonly headerBytes: number;
  /** Whether a visitor stays with a server by a cookie. */
  readonly sticky: boolean;
  readonly servers: {
    readonly min: number;
    readonly max: number;
    readonly environment: Readonly<Record<string, string>>;
    readonly bootMs: number;
  };
  readonly group: GroupSettings | PoolSettings;
}

/** An Auto Scaling group. */
export interface GroupSettings {
  readonly kind: "group";
  readonly warmUpMs: number;
  readonly graceMs: number;
  readonly healthCheckType: "EC2" | "ELB";
  /** Percent of the wanted number that must and may be there while servers are replaced. */
  readonly least: number;
  readonly most: number;
  readonly targets: readonly Target[];
}

/** An instance pool. */
export interface PoolSettings {
  readonly kind: "pool";
  /** Pauses before each look at a new pool's health. */
  readonly pausesMs: readonly number[];
  readonly rules: readonly Rule[];
  readonly coolDownMs: number;
}

/** Limits that no resource sets: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html. */
const albHeaderBytes = 65_536;
/** https://docs.oracle.com/en-us/iaas/api/#/en/loadbalancer/20170115/HttpHeaderRule, and idle times by
 * https://docs.oracle.com/en-us/iaas/Content/Balance/Reference/connectionreuse.htm. */
const oci = { headerBytes: 8_192, idleSeconds: 60, serverIdleSeconds: 300 };

/** A machine that does other things besides answers no faster than this, however short a scale makes a time. */
const shortestTimeoutMs = 400;

/** Settings of the AWS stack. */
export function awsSettings(json: SynthesizedStack, scale: number): Settings {
  const only = (type: string): Json => Object.values(json.resource[type]!)[0]!;
  const [target, group] = [only("aws_lb_target_group"), only("aws_autoscaling_group")];
  const { health_check: check, deregistration_delay: delay, stickiness } = target;
  const idle = only("aws_lb").idle_timeout;
  const ms = (seconds: number | string) => (Number(seconds) * 1_000) / scale;
  const { min_healthy_percentage: least, max_healthy_percentage: most } = group.instance_refresh.preferences;
  return {
    cloud: "AWS",
    scale,
    check: {
      path: check.path,
      status: check.matcher,
      intervalMs: ms(check.interval),
      timeoutMs: Math.max(ms(check.timeout), shortestTimeoutMs),
      healthy: check.healthy_threshold,
      ill: check.unhealthy_threshold,
    },
    idleMs: ms(idle),
    serverIdleMs: ms(idle),
    deregistrationMs: ms(delay),
    headerBytes: albHeaderBytes,
    sticky: stickiness?.enabled === true,
    servers: serversOf(json, scale, group.min_size, group.max_size),
    group: {
      kind: "group",
      warmUpMs: ms(group.default_instance_warmup),
      graceMs: ms(group.health_check_grace_period),
      healthCheckType: group.health_check_type,
      least,
      most,
      targets: awsTargets(json),
    },
  };
}

/** Settings of the OCI stack. */
export function ociSettings(json: SynthesizedStack, scale: number): Settings {
  const only = (type: string): Json => Object.values(json.resource[type]!)[0]!;
  const backends = only("oci_load_balancer_backend_set");
  const { health_checker: check } = backends;
  const { policies, cool_down_in_seconds: coolDown } = only("oci_autoscaling_auto_scaling_configuration");
  const ms = (milliseconds: number) => milliseconds / scale;
  return {
    cloud: "OCI",
    scale,
    check: {
      path: check.url_path,
      status: String(check.return_code),
      intervalMs: ms(check.interval_ms),
      timeoutMs: Math.max(ms(check.timeout_in_millis), shortestTimeoutMs),
      healthy: check.retries,
      ill: check.retries,
    },
    idleMs: ms(oci.idleSeconds * 1_000),
    serverIdleMs: ms(oci.serverIdleSeconds * 1_000),
    deregistrationMs: 0,
    headerBytes: oci.headerBytes,
    sticky:
      "session_persistence_configuration" in backends ||
      "lb_cookie_session_persistence_configuration" in backends,
    servers: serversOf(json, scale, policies[0].capacity.min, policies[0].capacity.max),
    group: {
      kind: "pool",
      pausesMs: pausesIn(json).map((seconds) => ms(seconds * 1_000)),
      rules: ociRules(json),
      coolDownMs: ms(coolDown * 1_000),
    },
  };
}

/** Seconds of a boot: about what the slower cloud takes by `../simulation/boot-time.ts`, so that both are played alike. */
const bootSeconds = 120;

/** Environment of the servers about their balancer, from the boot script; the database is another here. */
function serversOf(json: SynthesizedStack, scale: number, min: number, max: number): Settings["servers"] {
  const told = bootEnvironment(bootScriptIn(json), "serve");
  const scaled = (name: string) => String(Math.ceil(Number(told[name]) / scale));
  return {
    min,
    max,
    environment: {
      DRAIN_SECONDS: scaled("DRAIN_SECONDS"),
      KEEP_ALIVE_SECONDS: scaled("KEEP_ALIVE_SECONDS"),
      REQUEST_ID_HEADER: told.REQUEST_ID_HEADER!,
    },
    bootMs: (bootSeconds * 1_000) / scale,
  };
}

/** Seconds that Terraform sleeps before each look at a new pool that is not healthy yet, in the order of the looks. */
function pausesIn(json: SynthesizedStack): number[] {
  return Object.values(json.resource.terraform_data ?? {}).flatMap(({ provisioner }) => {
    const pauses = [...JSON.stringify(provisioner ?? "").matchAll(/sleep (\d+)/g)];
    return pauses.length === 0 ? [] : Math.max(...pauses.map(([, seconds]) => Number(seconds)));
  });
}

function bootScriptIn({ locals = {} }: SynthesizedStack): string {
  return Object.values(locals).find((value) => value.startsWith("#!/bin/bash"))!;
}
