import { connectionsForUsers } from "../../constructs/aws/database";
import { awsMonthUsd } from "../../docs/generate/aws-costs";
import { readReference } from "../../proofs/aws/references";
import type { Json, SynthesizedStack } from "../../proofs/synthesized";
import { counterApp } from "../../stacks/counter-app";
import { bootSecondsOf } from "./boot-time";
import { type Assumptions, defaultAssumptions, type Fleet } from "./fleet";
import { machineOf } from "./machine";
import { type Target, TargetTracking } from "./target-tracking";

const metrics: Readonly<Record<string, Target["metric"]>> = {
  ASGAverageCPUUtilization: "cpu",
  ALBRequestCountPerTarget: "requests",
};

const units = { cpu: "% CPU", requests: "requests a minute" };

/** The servers of the AWS stack, from its JSON. */
export function awsFleet(json: SynthesizedStack, assumed: Assumptions = defaultAssumptions): Fleet {
  const only = (type: string): Json => Object.values(json.resource[type]!)[0]!;
  const group = only("aws_autoscaling_group");
  const { name } = readReference(group.launch_template.id);
  const template = json.resource.aws_launch_template![name]! as Json;
  const database = only("aws_db_instance");
  const { min_size: min, max_size: max, default_instance_warmup: warmUpSeconds } = group;
  const targets = awsTargets(json);
  return {
    cloud: "AWS",
    copy: "server",
    min,
    max,
    initial: min,
    machine: machineOf(template.instance_type, assumed.processes),
    bootSeconds: assumed.bootSeconds ?? bootSecondsOf("AWS"),
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html: a new target needs one good answer.
    healthSeconds: only("aws_lb_target_group").health_check.interval,
    decidesEverySeconds: 60,
    database: {
      name: database.instance_class,
      connections: connectionsForUsers(database.instance_class),
      perCopy: counterApp.databaseConnections!,
    },
    scalesAbove: targets
      .map(({ metric, value }) => `${value.toLocaleString("en-US")} ${units[metric]}`)
      .join(", "),
    controller: () => new TargetTracking({ min, max, targets, warmUpSeconds }),
    monthUsd: (servers) => awsMonthUsd(withServers(json, servers)),
  };
}

/** The averages that the group's policies keep. */
export function awsTargets({ resource }: SynthesizedStack): Target[] {
  return Object.values(resource.aws_autoscaling_policy ?? {}).map(targetOf);
}

function targetOf(policy: Json): Target {
  const { target_value: value, predefined_metric_specification: by } = policy.target_tracking_configuration;
  const metric = metrics[by.predefined_metric_type];
  if (!metric) throw new RangeError(`the simulation plays no ${by.predefined_metric_type}`);
  return { metric, value };
}

/** The same stack with so many servers that always run, which is what its costs are counted by. */
function withServers(json: SynthesizedStack, servers: number): SynthesizedStack {
  const groups = Object.entries(json.resource.aws_autoscaling_group!).map(([name, group]) => [
    name,
    { ...group, min_size: servers },
  ]);
  return { ...json, resource: { ...json.resource, aws_autoscaling_group: Object.fromEntries(groups) } };
}
