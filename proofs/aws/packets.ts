import { readReference, type Reference } from "./references";
import type { SynthesizedStack } from "../synthesized";

/** What has a firewall: its name, its security groups, its subnets, and whether it has an address on the internet. */
interface Host {
  readonly name: string;
  readonly groups: readonly string[];
  readonly subnets: readonly string[];
  readonly public: boolean;
}

interface Rule {
  readonly group: string;
  readonly peer: string;
  readonly ports: string;
}

const anywhere = "0.0.0.0/0";

/**
 * Follows every packet that routes and security groups let through, in the synthesized JSON alone.
 *
 * @returns sentences such as `internet → load balancer: 80`, sorted
 */
export function packetPaths(json: SynthesizedStack): string[] {
  const hosts = hostsOf(json);
  const inward = rules(json, "aws_vpc_security_group_ingress_rule");
  const outward = rules(json, "aws_vpc_security_group_egress_rule");
  const routes = routesOf(json);
  const paths = hosts.flatMap((host) => {
    const out = outward.filter(({ group }) => host.groups.includes(group));
    const into = inward.filter(({ group }) => host.groups.includes(group));
    return [
      ...into
        .filter(({ peer }) => peer === anywhere && host.public && leads(host, routes, "internet"))
        .map(({ ports }) => `internet → ${host.name}: ${ports}`),
      ...out
        .filter(({ peer }) => peer === anywhere)
        .filter(() => (host.public && leads(host, routes, "internet")) || leads(host, routes, "nat"))
        .map(({ ports }) => `${host.name} → internet: ${ports}`),
      ...out
        .filter(({ peer }) => peer.includes(".prefix_list_id") && leads(host, routes, peer.split(".")[1]!))
        .map(({ ports }) => `${host.name} → S3: ${ports}`),
      ...hosts.flatMap((other) => between(host, other, out, inward)),
    ];
  });
  return [...new Set(paths)].sort();
}

/** Both firewalls must agree: the one that is left and the one that is entered. */
function between(from: Host, to: Host, out: readonly Rule[], inward: readonly Rule[]): string[] {
  return out
    .filter(({ peer }) => to.groups.includes(peer) || peer === anywhere)
    .filter(({ ports }) =>
      inward.some(
        (rule) =>
          to.groups.includes(rule.group) &&
          rule.ports === ports &&
          (from.groups.includes(rule.peer) || rule.peer === anywhere),
      ),
    )
    .map(({ ports }) => `${from.name} → ${to.name}: ${ports}`);
}

function hostsOf({ resource }: SynthesizedStack): Host[] {
  const all = (type: string) => Object.entries(resource[type] ?? {});
  const groupOf = (subnetGroup: Reference) => resource.aws_db_subnet_group![subnetGroup.name]!;
  const [scaling] = all("aws_autoscaling_group");
  const inPublicSubnet = (subnets: readonly string[]) =>
    subnets.some((id) => resource.aws_subnet?.[readReference(id).name]?.map_public_ip_on_launch === true);
  return [
    ...all("aws_lb").map(([, lb]) => ({
      name: "load balancer",
      groups: lb.security_groups,
      subnets: lb.subnets,
      public: lb.internal === false,
    })),
    ...all("aws_launch_template").map(([, template]) => ({
      name: "servers",
      groups: template.vpc_security_group_ids,
      subnets: scaling![1].vpc_zone_identifier,
      public: inPublicSubnet(scaling![1].vpc_zone_identifier),
    })),
    ...all("aws_db_instance").map(([, database]) => ({
      name: "database",
      groups: database.vpc_security_group_ids,
      subnets: groupOf(readReference(database.db_subnet_group_name)).subnet_ids,
      public: database.publicly_accessible === true,
    })),
    ...all("aws_vpc_endpoint")
      .filter(([, { vpc_endpoint_type }]) => vpc_endpoint_type === "Interface")
      .map(([, endpoint]) => ({
        name: (endpoint.service_name as string).split(".").at(-1)!,
        groups: endpoint.security_group_ids,
        subnets: endpoint.subnet_ids,
        public: false,
      })),
  ];
}

function rules({ resource }: SynthesizedStack, type: string): Rule[] {
  return Object.values(resource[type] ?? {}).map((rule) => ({
    group: rule.security_group_id,
    peer: rule.referenced_security_group_id ?? rule.cidr_ipv4 ?? rule.prefix_list_id,
    ports:
      rule.ip_protocol === "tcp" && rule.from_port === rule.to_port ? String(rule.from_port) : "everything",
  }));
}

/** Where each subnet sends what does not stay inside: `internet`, `nat`, or the name of a gateway endpoint. */
function routesOf({ resource }: SynthesizedStack): Map<string, string[]> {
  const tables = new Map<string, string[]>();
  const add = (table: string, target: string) => tables.set(table, [...(tables.get(table) ?? []), target]);
  for (const route of Object.values(resource.aws_route ?? {}))
    add(route.route_table_id, route.gateway_id ? "internet" : "nat");
  for (const [name, endpoint] of Object.entries(resource.aws_vpc_endpoint ?? {}))
    for (const table of endpoint.route_table_ids ?? []) add(table, name);
  return new Map(
    Object.values(resource.aws_route_table_association ?? {}).map((association) => [
      association.subnet_id as string,
      tables.get(association.route_table_id) ?? [],
    ]),
  );
}

function leads(host: Host, routes: Map<string, string[]>, target: string): boolean {
  return host.subnets.some((subnet) => routes.get(subnet)?.includes(target));
}
