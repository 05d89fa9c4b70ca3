import { sessionsPerEcpu } from "../../constructs/oci/monitoring";
import { quantitiesOf } from "../../delivery/plan/prices";
import { ociMonthUsd } from "../../docs/generate/oci-prices";
import type { Json, SynthesizedStack } from "../../proofs/synthesized";
import { counterApp } from "../../stacks/counter-app";
import { bootSecondsOf } from "./boot-time";
import { type Assumptions, defaultAssumptions, type Fleet } from "./fleet";
import { machineOf } from "./machine";
import { Fixed, type Rule, ThresholdPolicy } from "./threshold-policy";

/** The servers of the OCI stack, from its JSON, with the defaults of its variables. */
export function ociFleet(json: SynthesizedStack, assumed: Assumptions = defaultAssumptions): Fleet {
  const all = (type: string): Json[] => Object.values(json.resource[type] ?? {});
  const variable = (name: string): Json => json.variable![name]!.default;
  if (all("oci_core_instance_pool").length === 0)
    throw new RangeError("a single public server does not scale: there is nothing to simulate");
  const [pool, configuration, backends] = [
    "oci_core_instance_pool",
    "oci_autoscaling_auto_scaling_configuration",
    "oci_load_balancer_backend_set",
  ].map((type) => all(type)[0]!);
  const capacity = configuration?.policies[0].capacity ?? { min: pool.size, max: pool.size };
  const rules = ociRules(json);
  const ecpus = variable("database_ecpus");
  const quantities = quantitiesOf(json);
  const { interval_ms, retries } = backends.health_checker;
  return {
    cloud: "OCI",
    copy: "server",
    min: capacity.min,
    max: capacity.max,
    initial: pool.size,
    machine: machineOf(variable("shape").instanceShape, assumed.processes),
    bootSeconds: assumed.bootSeconds ?? bootSecondsOf("OCI"),
    healthSeconds: (interval_ms * retries) / 1_000,
    ...(!assumed.freeBandwidth && { bandwidthMbps: quantities.bandwidthMbps }),
    decidesEverySeconds: 60,
    database: {
      name: `${ecpus} ECPUs`,
      connections: ecpus * sessionsPerEcpu,
      perCopy: counterApp.databaseConnections!,
    },
    scalesAbove:
      rules
        .filter(({ change }) => change > 0)
        .map(({ percent }) => `${percent} % CPU`)
        .join(", ") || "–",
    controller: () =>
      rules.length === 0
        ? new Fixed()
        : new ThresholdPolicy({ ...capacity, rules, coolDownSeconds: configuration.cool_down_in_seconds }),
    monthUsd: (servers) => ociMonthUsd({ ...quantities, servers }),
  };
}

/** None where the pool does not scale by its load; what a clock changes the simulation does not play. */
export function ociRules({ resource }: SynthesizedStack): Rule[] {
  const [configuration] = Object.values(resource.oci_autoscaling_auto_scaling_configuration ?? {}) as Json[];
  const policy = configuration?.policies[0];
  if (policy?.policy_type !== "threshold") return [];
  return policy.rules.map(({ action, metric }: Json): Rule => {
    const [, minutes = ""] = /^PT(\d+)M$/.exec(metric.pending_duration) ?? [];
    const { operator, value: percent } = metric.threshold;
    return { operator, percent, minutes: Number(minutes), change: action.value };
  });
}
