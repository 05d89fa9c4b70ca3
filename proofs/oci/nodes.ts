import { around } from "../addresses";
import { portsOf, type Ports } from "../ports";
import type { Json, SynthesizedStack } from "../synthesized";
import type { Node, Opening, Peer } from "../ways";
import { hostsOf, type Host } from "./hosts";
import { elementOf, everyIn } from "./elements";
import { rulesOfList } from "./security-lists";

/** The only service of a network on OCI: all of Oracle's own, behind the service gateway. */
const services = "Oracle services";

/**
 * Reads hosts, their network security groups and security lists, whose rules add up, and their routes out of the synthesized JSON.
 *
 * @throws {Error} for what it cannot judge, such as a rule for somebody else's address
 */
export function ociNodes(json: SynthesizedStack): Node[] {
  return hostsOf(json).map(({ subnets, ...host }): Node => ({
    ...host,
    blocks: blocksOf(json, subnets),
    routes: [...new Set(subnets.flatMap((subnet) => routesOf(json, subnet)))],
    out: openings(json, host.groups, subnets, "EGRESS"),
    into: openings(json, host.groups, subnets, "INGRESS"),
  }));
}

function blocksOf(json: SynthesizedStack, subnets: readonly string[]): string[] {
  return subnets.flatMap((subnet) => elementOf(json, subnet)?.cidr_block ?? []);
}

function openings(
  json: SynthesizedStack,
  groups: readonly string[],
  subnets: readonly string[],
  direction: string,
): Opening[] {
  const ofGroups = everyIn(json, "oci_core_network_security_group_security_rule")
    .map(([, rule]) => rule)
    .filter((rule) => rule.direction === direction && groups.includes(rule.network_security_group_id))
    .map((rule) => openingOf(json, rule, rule.tcp_options?.destination_port_range));
  const ofLists = subnets
    .flatMap((subnet): string[] => elementOf(json, subnet)?.security_list_ids ?? [])
    .flatMap((list) => rulesOfList(json, list, direction))
    .map((rule) => openingOf(json, rule, rule.tcp_options));
  return [...ofGroups, ...ofLists];
}

// OCI names protocols by their IANA numbers.
const protocols: Readonly<Record<string, string>> = { "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6" };

function openingOf(json: SynthesizedStack, rule: Json, range: Json): Opening {
  const protocol = protocols[rule.protocol] ?? rule.protocol;
  const ports: Ports = portsOf(protocol, range?.min, range?.max);
  const kind: string = rule.source_type ?? rule.destination_type ?? "CIDR_BLOCK";
  return { peer: peerOf(json, kind, rule.source ?? rule.destination), ports };
}

function peerOf(json: SynthesizedStack, kind: string, peer: string): Peer {
  if (kind === "NETWORK_SECURITY_GROUP") return { group: peer };
  if (kind === "SERVICE_CIDR_BLOCK") return { service: services };
  const [, host, length] = /^\$\{(\w+\.[\w-]+)\.[\w[\].]+\}\/(\d+)$/.exec(peer) ?? [];
  if (host !== undefined) return addressOf(json, host, Number(length));
  if (peer.startsWith("${")) throw new Error(`whom ${peer} means cannot be told`);
  return { block: peer };
}

/** A rule for the address of a host means it alone by its whole length; by a shorter one, whoever may be around it as well. */
function addressOf(json: SynthesizedStack, host: string, length: number): Peer {
  const known: Host | undefined = hostsOf(json).find((one) => one.host === host);
  if (known !== undefined && length === 32) return { host };
  const [subnet] = blocksOf(json, known?.subnets ?? []);
  if (subnet === undefined) throw new Error(`whom ${host} with /${length} means cannot be told`);
  return { block: around(subnet, length) };
}

function routesOf(json: SynthesizedStack, subnet: string): string[] {
  const table = elementOf(json, String(elementOf(json, subnet)?.route_table_id));
  return ((table?.route_rules ?? []) as Json[]).map(({ network_entity_id }) => targetOf(network_entity_id));
}

const targets: Readonly<Record<string, string>> = {
  oci_core_internet_gateway: "internet",
  oci_core_nat_gateway: "nat",
  oci_core_service_gateway: services,
};

function targetOf(gateway: string): string {
  const target = targets[/^\$\{(\w+)\./.exec(gateway)?.[1] ?? ""];
  if (target === undefined) throw new Error(`where a route to ${gateway} leads cannot be told`);
  return target;
}
