import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import { Construct } from "constructs";
import { cpuOfServers, requireThat } from "../../shared";
import type { LoadBalancer } from "./load-balancer";

/** Averages that the number of servers is to keep: Auto Scaling adds servers above either, and removes some below both. */
export interface ScalingTargets {
  /** Percentage of CPU that servers use, 10 to 90. */
  readonly cpuPercent: number;
  /** Requests that a server gets in a minute, 1 or more. */
  readonly requestsPerMinute: number;
}

/**
 * Targets where nobody says otherwise: room for a server that fails, and 100 requests a second, of which one small
 * server answers many times as many.
 */
export const defaultScalingTargets: ScalingTargets = {
  cpuPercent: cpuOfServers.addAbove,
  requestsPerMinute: 6_000,
};

/** Properties of {@link ServerScaling}. */
export interface ServerScalingProps {
  /** Name of the Auto Scaling group. */
  readonly groupName: string;
  /** Load balancer that counts the requests. */
  readonly loadBalancer: LoadBalancer;
  /** Averages to keep. */
  readonly targets: ScalingTargets;
}

/** Target-tracking policies that let the size of an Auto Scaling group follow CPU and requests. */
export class ServerScaling extends Construct {
  constructor(scope: Construct, id: string, { groupName, loadBalancer, targets }: ServerScalingProps) {
    super(scope, id);
    const { balancer, targetGroup } = loadBalancer;
    const metrics = {
      cpu: { type: "ASGAverageCPUUtilization", target: targets.cpuPercent },
      requests: {
        type: "ALBRequestCountPerTarget",
        target: targets.requestsPerMinute,
        resourceLabel: `${balancer.arnSuffix}/${targetGroup.arnSuffix}`,
      },
    };
    for (const [name, { type, target, ...label }] of Object.entries(metrics))
      new AutoscalingPolicy(this, name, {
        name,
        autoscalingGroupName: groupName,
        policyType: "TargetTrackingScaling",
        targetTrackingConfiguration: {
          targetValue: target,
          predefinedMetricSpecification: { predefinedMetricType: type, ...label },
        },
      });
  }
}

/**
 * Refuses targets that no number of servers could keep.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkScalingTargets(scope: Construct, targets: ScalingTargets): void {
  requireThat(
    scope,
    "scaleAt",
    targets,
    "have `cpuPercent` from 10 to 90 and `requestsPerMinute` of 1 or more",
    ({ cpuPercent, requestsPerMinute }) => cpuPercent >= 10 && cpuPercent <= 90 && requestsPerMinute >= 1,
  );
}
