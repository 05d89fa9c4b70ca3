import { portsOf } from "../ports";
import type { Json, SynthesizedStack } from "../synthesized";
import type { Node, Opening, Peer } from "../ways";
import { type ClusterHost, clusterHosts, publicApis } from "./clusters";
import { readReference } from "./references";

/**
 * Reads hosts, their security groups and their routes out of the synthesized JSON.
 *
 * @throws {Error} for what it cannot judge, such as a route to a transit gateway or rules within a security group
 */
export function awsNodes(json: SynthesizedStack): Node[] {
  refuseUnread(json);
  const inward = rulesOf(json, "aws_vpc_security_group_ingress_rule");
  const outward = rulesOf(json, "aws_vpc_security_group_egress_rule");
  const routes = routesOf(json);
  const inStack = [...hostsOf(json), ...clusterHosts(json)].map(({ subnets, ...host }): Node => {
    const own = (rules: readonly Rule[]) => rules.filter(({ group }) => host.groups.includes(group));
    return {
      ...host,
      blocks: subnets.flatMap((id) => subnetOf(json, id)?.cidr_block ?? []),
      routes: [...new Set(subnets.flatMap((id) => routes.get(id) ?? []))],
      out: own(outward),
      into: own(inward),
    };
  });
  return [...inStack, ...publicApis(json)];
}

const all = ({ resource }: SynthesizedStack, type: string): [string, Json][] =>
  Object.entries(resource[type] ?? {});

function refuseUnread(json: SynthesizedStack): void {
  const inline = ["aws_security_group", "aws_default_security_group"].flatMap((type) =>
    all(json, type).filter(([, { ingress, egress }]) => ingress ?? egress),
  );
  const others = [
    "aws_security_group_rule",
    "aws_network_interface",
    "aws_network_interface_sg_attachment",
    "aws_eks_node_group",
  ];
  const unread = [...inline, ...others.flatMap((type) => all(json, type))].map(([name]) => name);
  if (unread.length > 0) throw new Error(`who reaches whom cannot be told of ${unread.join(", ")}`);
}

/** A subnet of the stack's own; none where its network was there before. */
function subnetOf({ resource }: SynthesizedStack, id: string): Json {
  return id.startsWith("${aws_subnet.") ? resource.aws_subnet![readReference(id).name] : undefined;
}

function hostsOf(json: SynthesizedStack): ClusterHost[] {
  const groupOf = (id: string) => json.resource.aws_db_subnet_group![readReference(id).name]!;
  const isPublic = (subnets: readonly string[]) =>
    subnets.some((id) => subnetOf(json, id)?.map_public_ip_on_launch === true);
  return [
    ...all(json, "aws_lb").map(([name, lb]) => ({
      name: "load balancer",
      host: `aws_lb.${name}`,
      groups: lb.security_groups,
      subnets: lb.subnets,
      isPublic: lb.internal === false,
    })),
    ...all(json, "aws_autoscaling_group").map(
      ([name, { launch_template, vpc_zone_identifier: subnets }]) => ({
        name: "servers",
        host: `aws_autoscaling_group.${name}`,
        groups: templateOf(json, launch_template.id).vpc_security_group_ids,
        subnets,
        isPublic: isPublic(subnets),
      }),
    ),
    ...all(json, "aws_db_instance").map(([name, database]) => ({
      name: "database",
      host: `aws_db_instance.${name}`,
      groups: database.vpc_security_group_ids,
      subnets: groupOf(database.db_subnet_group_name).subnet_ids,
      isPublic: database.publicly_accessible === true,
    })),
    ...all(json, "aws_vpc_endpoint")
      .filter(([, { vpc_endpoint_type }]) => vpc_endpoint_type === "Interface")
      .map(([name, endpoint]) => ({
        name: (endpoint.service_name as string).replace(/^com[.]amazonaws[.][^.]+[.]/, ""),
        host: `aws_vpc_endpoint.${name}`,
        groups: endpoint.security_group_ids,
        subnets: endpoint.subnet_ids,
        isPublic: false,
      })),
  ];
}

function templateOf({ resource }: SynthesizedStack, id: string): Json {
  const template = resource.aws_launch_template![readReference(id).name]!;
  if (template.network_interfaces) throw new Error(`who reaches ${id} cannot be told of its interfaces`);
  return template;
}

type Rule = Opening & { readonly group: string };

function rulesOf(json: SynthesizedStack, type: string): Rule[] {
  return all(json, type).map(([, rule]) => ({
    group: rule.security_group_id,
    peer: peerOf(json, rule),
    ports:
      rule.ip_protocol === "-1"
        ? portsOf("all", undefined, undefined)
        : portsOf(rule.ip_protocol, rule.from_port, rule.to_port),
  }));
}

function peerOf(json: SynthesizedStack, rule: Json): Peer {
  if (rule.referenced_security_group_id) return { group: rule.referenced_security_group_id };
  const block: string | undefined = rule.cidr_ipv4 ?? rule.cidr_ipv6;
  if (block !== undefined) return { block: block.startsWith("${") ? vpcBlock(json, block) : block };
  return { service: serviceOf(json, readReference(rule.prefix_list_id).name) };
}

function vpcBlock({ resource }: SynthesizedStack, reference: string): string {
  const { type, name, attribute } = readReference(reference);
  const block: string | undefined = resource[type]?.[name]?.[attribute];
  if (block === undefined) throw new Error(`whom ${reference} means cannot be told`);
  return block;
}

function serviceOf({ resource }: SynthesizedStack, endpoint: string): string {
  const found = resource.aws_vpc_endpoint?.[endpoint];
  if (found === undefined) throw new Error(`whom the prefix list of ${endpoint} means cannot be told`);
  return (found.service_name as string).split(".").at(-1)!.toUpperCase();
}

/** Targets of each subnet's routes: `internet`, `nat`, or the service of a gateway endpoint. */
function routesOf(json: SynthesizedStack): Map<string, string[]> {
  const tables = new Map<string, string[]>();
  const add = (table: string, target: string) => tables.set(table, [...(tables.get(table) ?? []), target]);
  for (const [name, route] of all(json, "aws_route")) add(route.route_table_id, targetOf(name, route));
  for (const [name, { route_table_ids = [] }] of all(json, "aws_vpc_endpoint"))
    for (const table of route_table_ids) add(table, serviceOf(json, name));
  return new Map(
    all(json, "aws_route_table_association").map(([, { subnet_id, route_table_id }]) => [
      subnet_id,
      tables.get(route_table_id) ?? [],
    ]),
  );
}

function targetOf(name: string, { gateway_id, nat_gateway_id }: Json): string {
  if (/^\$\{aws_internet_gateway\./.test(gateway_id ?? "")) return "internet";
  if (nat_gateway_id) return "nat";
  throw new Error(`where the route ${name} leads cannot be told`);
}
