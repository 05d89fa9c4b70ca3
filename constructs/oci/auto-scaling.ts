import {
  AutoscalingAutoScalingConfiguration,
  type AutoscalingAutoScalingConfigurationPolicies,
  type AutoscalingAutoScalingConfigurationPoliciesRules,
} from "@cdktf/provider-oci/lib/autoscaling-auto-scaling-configuration";
import type { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { Construct } from "constructs";
import { requireThat } from "../errors";
import type { ServerCount } from "../public-web-tier";
import { physicalName } from "./names";
import type { Scaling, Schedule } from "./scaling";

/** What automatic scaling must be told. */
export interface AutoScalingProps {
  /** Pool whose size follows. */
  readonly pool: CoreInstancePool;
  /** How few and how many servers there may be. */
  readonly servers: ServerCount;
  /** How the number follows. */
  readonly scaling: Scaling;
}

type Rule = AutoscalingAutoScalingConfigurationPoliciesRules;

/**
 * Has OCI change the size of a pool by load or by the clock.
 *
 * A pool has one configuration at the most, so a changed one goes before the next is made.
 */
export class AutoScaling extends Construct {
  constructor(scope: Construct, id: string, { pool, servers, scaling: { choice } }: AutoScalingProps) {
    super(scope, id);
    if (choice.kind === "none") return;
    new AutoscalingAutoScalingConfiguration(this, "configuration", {
      compartmentId: pool.compartmentId,
      displayName: physicalName(this),
      isEnabled: true,
      autoScalingResources: { id: pool.id, type: "instancePool" },
      coolDownInSeconds: choice.kind === "cpu" ? choice.coolDownSeconds : 300,
      policies:
        choice.kind === "cpu"
          ? [this.byCpu(servers, choice)]
          : choice.schedules.map((schedule, index) => this.bySchedule(servers, schedule, index)),
    });
  }

  private byCpu(
    { min, max }: ServerCount,
    { outAbove, inBelow, initial = min }: { outAbove: number; inBelow: number; initial: number | undefined },
  ): AutoscalingAutoScalingConfigurationPolicies {
    requireThat(
      this,
      "scaling.initial",
      initial,
      `be between \`servers.min\` ${min} and \`servers.max\` ${max}`,
      (size) => size >= min && size <= max,
    );
    return {
      policyType: "threshold",
      displayName: "cpu",
      capacity: { initial, min, max },
      rules: [cpuRule("out", "GT", outAbove, 1), cpuRule("in", "LT", inBelow, -1)],
    };
  }

  private bySchedule(
    { min, max }: ServerCount,
    { name, cron, servers }: Schedule,
    index: number,
  ): AutoscalingAutoScalingConfigurationPolicies {
    requireThat(
      this,
      `scaling.schedules[${index}].servers`,
      servers,
      `be between \`servers.min\` ${min} and \`servers.max\` ${max}`,
      (size) => size >= min && size <= max,
    );
    return {
      policyType: "scheduled",
      displayName: name,
      capacity: { initial: servers, min: servers, max: servers },
      executionSchedule: { type: "cron", expression: cron, timezone: "UTC" },
    };
  }
}

function cpuRule(displayName: string, operator: string, value: number, change: number): Rule {
  return {
    displayName,
    action: { type: "CHANGE_COUNT_BY", value: change },
    metric: {
      metricSource: "COMPUTE_AGENT",
      metricType: "CPU_UTILIZATION",
      pendingDuration: "PT3M",
      threshold: { operator, value },
    },
  };
}
