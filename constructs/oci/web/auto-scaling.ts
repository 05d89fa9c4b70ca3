import {
  AutoscalingAutoScalingConfiguration,
  type AutoscalingAutoScalingConfigurationPolicies,
  type AutoscalingAutoScalingConfigurationPoliciesRules,
} from "@cdktf/provider-oci/lib/autoscaling-auto-scaling-configuration";
import type { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { requireThat, TerraformData } from "../../shared";
import type { ServerCount } from "../../public-web-tier";
import { physicalName } from "../account";
import type { Scaling, Schedule } from "./scaling";

/** Properties of {@link AutoScaling}. */
export interface AutoScalingProps {
  /** Minimum and maximum number of servers. */
  readonly servers: ServerCount;
  /** Rules by which the number follows the load. */
  readonly scaling: Scaling;
}

type Rule = AutoscalingAutoScalingConfigurationPoliciesRules;

/**
 * An autoscaling configuration that changes the size of an instance pool by load or by the clock.
 *
 * A pool that is replaced keeps its configuration until it goes, and its successor has one of its own. A pool cannot have
 * two, and the provider makes a configuration anew for every other policy; so other policies need another pool.
 */
export class AutoScaling extends Construct {
  /** Triggers that replace the pool, if any: belong in its `replace_triggered_by`. */
  readonly triggers: readonly string[];

  private readonly policies: AutoscalingAutoScalingConfigurationPolicies[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AutoScalingProps,
  ) {
    super(scope, id);
    this.policies = this.policiesOf(props);
    if (this.policies.length === 0) {
      this.triggers = [];
      return;
    }
    const chosen = new TerraformData(this, "chosen", { input: { policies: JSON.stringify(this.policies) } });
    this.triggers = [`${chosen.terraformResourceType}.${chosen.friendlyUniqueId}`];
  }

  /**
   * Begins.
   *
   * @param pool whose size follows
   * @returns what must be there for it, nothing where nothing scales
   */
  of(pool: CoreInstancePool): ITerraformDependable[] {
    if (this.policies.length === 0) return [];
    const { choice } = this.props.scaling;
    const configuration = new AutoscalingAutoScalingConfiguration(this, "configuration", {
      compartmentId: pool.compartmentId,
      displayName: physicalName(this),
      isEnabled: true,
      autoScalingResources: { id: pool.id, type: "instancePool" },
      coolDownInSeconds: choice.kind === "cpu" ? choice.coolDownSeconds : 300,
      policies: this.policies,
      lifecycle: { createBeforeDestroy: true },
    });
    return [configuration];
  }

  private policiesOf({
    servers,
    scaling: { choice },
  }: AutoScalingProps): AutoscalingAutoScalingConfigurationPolicies[] {
    if (choice.kind === "none" || servers.min === servers.max) return [];
    return choice.kind === "cpu"
      ? [this.byCpu(servers, choice)]
      : choice.schedules.map((schedule, index) => this.bySchedule(servers, schedule, index));
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
