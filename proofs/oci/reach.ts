import type { SynthesizedStack } from "../synthesized";

/** Somebody who sends or takes packets. */
interface Node {
  readonly name: string;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  readonly isPublic: boolean;
}

/** What a rule opens, whether it stands in a security group or in a security list. */
interface Opening {
  readonly peer: string;
  readonly ports: string;
}

/**
 * Who can reach whom on which port, by the JSON alone: rules of network security groups and of security lists add up,
 * both ends must agree, and there must be a route.
 */
export function reach(json: SynthesizedStack): string[] {
  const nodes = nodesOf(json);
  const found = nodes.flatMap((from) => [
    ...nodes.filter((to) => to !== from).flatMap((to) => between(json, from, to)),
    ...outside(json, from),
    ...inside(json, from),
  ]);
  return [...new Set(found)].sort();
}

function between(json: SynthesizedStack, from: Node, to: Node): string[] {
  const out = openings(json, from, "EGRESS").filter(({ peer }) => covers(json, peer, to));
  const into = openings(json, to, "INGRESS").filter(({ peer }) => covers(json, peer, from));
  return out.flatMap((one) =>
    into
      .filter((other) => one.ports === other.ports || one.ports === "all" || other.ports === "all")
      .map((other) => `${from.name} → ${to.name}: ${one.ports === "all" ? other.ports : one.ports}`),
  );
}

function outside(json: SynthesizedStack, from: Node): string[] {
  return openings(json, from, "EGRESS").flatMap(({ peer, ports }) => {
    const isServices = peer.includes("oci_core_services");
    if (!isServices && peer !== "0.0.0.0/0") return [];
    const gateway = isServices ? /service_gateway/ : /internet_gateway|nat_gateway/;
    const routed = from.subnets.some((subnet) =>
      routesOf(json, subnet).some((target) => gateway.test(target)),
    );
    return routed ? [`${from.name} → ${isServices ? "Oracle services" : "internet"}: ${ports}`] : [];
  });
}

function inside(json: SynthesizedStack, to: Node): string[] {
  const routed = to.subnets.some((subnet) =>
    routesOf(json, subnet).some((target) => /internet_gateway/.test(target)),
  );
  if (!to.isPublic || !routed) return [];
  return openings(json, to, "INGRESS")
    .filter(({ peer }) => peer === "0.0.0.0/0")
    .map(({ ports }) => `internet → ${to.name}: ${ports}`);
}

/** Whether a rule's peer means a node: its group, its subnet's addresses or its own address. */
function covers(json: SynthesizedStack, peer: string, node: Node): boolean {
  if (node.groups.includes(peer) || peer === "0.0.0.0/0") return true;
  if (peer.includes("oci_bastion_bastion")) return node.name === "bastion";
  return node.subnets.some((subnet) => subnetOf(json, subnet)?.cidr_block === peer);
}

function openings(json: SynthesizedStack, { groups, subnets }: Node, direction: string): Opening[] {
  const rules = Object.values(json.resource.oci_core_network_security_group_security_rule ?? {}).filter(
    (rule) => rule.direction === direction && groups.includes(rule.network_security_group_id as string),
  );
  const kind = direction === "EGRESS" ? "egress_security_rules" : "ingress_security_rules";
  const lists = subnets
    .flatMap((subnet) => (subnetOf(json, subnet)?.security_list_ids ?? []) as string[])
    .flatMap((list) => rulesOfList(json, list, kind));
  return [
    ...rules.map(({ source, destination, protocol, tcp_options: tcp }) => ({
      peer: (source ?? destination) as string,
      ports: protocol === "6" ? ports(tcp?.destination_port_range) : "all",
    })),
    ...lists.map(({ source, destination, protocol, tcp_options: tcp }) => ({
      peer: (source ?? destination) as string,
      ports: protocol === "6" ? ports(tcp) : "all",
    })),
  ];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

function rulesOfList(json: SynthesizedStack, id: string, kind: string): Json[] {
  if (id.endsWith(".default_security_list_id}")) {
    const adopted = Object.values(json.resource.oci_core_default_security_list ?? {}).find(
      (list) => list.manage_default_resource_id === id,
    );
    // As OCI makes it, where nobody empties it: SSH from everywhere, and everything out.
    if (!adopted)
      return kind.startsWith("egress")
        ? [{ protocol: "all", destination: "0.0.0.0/0" }]
        : [{ protocol: "6", source: "0.0.0.0/0", tcp_options: { min: 22, max: 22 } }];
    return (adopted[kind] ?? []) as Json[];
  }
  return (elementOf(json, id)?.[kind] ?? []) as Json[];
}

function ports(range: { min: number; max: number } | undefined): string {
  if (!range) return "all";
  return range.min === range.max ? String(range.min) : `${range.min}-${range.max}`;
}

function routesOf(json: SynthesizedStack, subnet: string): string[] {
  const table = elementOf(json, String(subnetOf(json, subnet)?.route_table_id));
  return ((table?.route_rules ?? []) as { network_entity_id: string }[]).map(
    (rule) => rule.network_entity_id,
  );
}

const subnetOf = (json: SynthesizedStack, id: string) => elementOf(json, id);

function elementOf({ resource }: SynthesizedStack, reference: string): Json {
  const [, type = "", name = ""] = /^\$\{(\w+)\.([\w-]+)\./.exec(reference) ?? [];
  return resource[type]?.[name];
}

function nodesOf({ resource }: SynthesizedStack): Node[] {
  const each = (type: string, map: (element: Json) => Node): Node[] =>
    Object.values(resource[type] ?? {}).map((element) => map(element));
  return [
    ...each("oci_load_balancer_load_balancer", (balancer) => ({
      name: "load balancer",
      subnets: balancer.subnet_ids,
      groups: balancer.network_security_group_ids,
      isPublic: !balancer.is_private,
    })),
    ...each("oci_core_instance_configuration", ({ instance_details: { launch_details: launch } }) => ({
      name: "servers",
      subnets: each("oci_core_instance_pool", (pool) => ({
        name: pool.dynamic.placement_configurations.content.primary_vnic_subnets.subnet_id,
        subnets: [],
        groups: [],
        isPublic: false,
      })).map(({ name }) => name),
      groups: launch.create_vnic_details.nsg_ids,
      isPublic: launch.create_vnic_details.assign_public_ip,
    })),
    ...each("oci_core_instance", ({ create_vnic_details: vnic }) => ({
      name: "server",
      subnets: [vnic.subnet_id],
      groups: vnic.nsg_ids,
      isPublic: vnic.assign_public_ip === "true",
    })),
    ...each("oci_database_autonomous_database", (database) => ({
      name: "database",
      subnets: [database.subnet_id],
      groups: database.nsg_ids,
      isPublic: false,
    })),
    ...each("oci_bastion_bastion", (bastion) => ({
      name: "bastion",
      subnets: [bastion.target_subnet_id],
      groups: [],
      isPublic: false,
    })),
  ];
}
