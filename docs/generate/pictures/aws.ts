import { readReference } from "../../../proofs/aws/references";
import type { Json, SynthesizedStack } from "../../../proofs/synthesized";
import type { Label, Labels } from "./labels";

/** Labels of the picture of the AWS stack, from its JSON. */
export function awsLabels(json: SynthesizedStack): Labels {
  const readers: Readonly<Record<string, (resource: Json) => Label>> = {
    aws_lb: ({ name }) => ({ title: "Application Load Balancer", lines: [name] }),
    aws_autoscaling_group: (group) => serversOf(json, group),
    aws_db_instance: databaseOf,
    aws_vpc_endpoint: () => ({ title: "Private endpoints", lines: endpointsOf(json) }),
  };
  const nodes = Object.entries(readers).flatMap(([type, read]) =>
    Object.entries(json.resource[type] ?? {}).map(
      ([name, resource]) => [`${type}.${name}`, read(resource)] as const,
    ),
  );
  const [vpc] = Object.values(json.resource.aws_vpc!);
  const tiers = Object.values(json.resource.aws_subnet!).map(
    ({ cidr_block, tags }: Json): [string, string] => [cidr_block, /\/(\w+)-\w$/.exec(tags.Name)![1]!],
  );
  return {
    network: `VPC ${vpc!.cidr_block}`,
    nodes: Object.fromEntries(nodes),
    tiers: Object.fromEntries(tiers),
  };
}

function serversOf(
  { resource }: SynthesizedStack,
  { name, min_size, max_size, launch_template }: Json,
): Label {
  const template = resource.aws_launch_template![readReference(launch_template.id).name]!;
  return {
    title: "Auto Scaling group",
    lines: [name, `${min_size} to ${max_size} × ${template.instance_type}`],
  };
}

function databaseOf({ engine_version, instance_class, multi_az }: Json): Label {
  const lines = [instance_class, ...(multi_az ? ["standby in another zone"] : [])];
  return { title: `RDS for PostgreSQL ${engine_version}`, lines };
}

function endpointsOf({ resource }: SynthesizedStack): string[] {
  return Object.values(resource.aws_vpc_endpoint!)
    .filter(({ vpc_endpoint_type }) => vpc_endpoint_type === "Interface")
    .map(({ service_name }) => (service_name as string).split(".").at(-1)!);
}
