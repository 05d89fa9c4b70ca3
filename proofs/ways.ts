import { everywhere, isOnInternet, meet } from "./addresses";
import { common, type Ports, portsText } from "./ports";

/** Whom a rule names: a firewall, one host, a block of addresses, or a service that a route leads to. */
export type Peer =
  | { readonly group: string }
  | { readonly host: string }
  | { readonly block: string }
  | { readonly service: string };

/** An opening of a firewall's rule: ports, and the peers for whom they are open. */
export interface Opening {
  readonly peer: Peer;
  readonly ports: Ports;
}

/** Somebody who sends or takes packets. */
export interface Node {
  /** Name, as it stands in sentences. */
  readonly name: string;
  /** Its resource, such as `oci_bastion_bastion.shell`, by whose address a rule may name it. */
  readonly host: string;
  /** Firewalls before it that rules can name. */
  readonly groups: readonly string[];
  /** Addresses of its subnets; none where they are not in the JSON. */
  readonly blocks: readonly string[];
  /** Whether it has an address on the internet. */
  readonly isPublic: boolean;
  /** Targets of its subnets' routes: `internet`, `nat`, or the name of a service. */
  readonly routes: readonly string[];
  /** Openings for connections that it starts. */
  readonly out: readonly Opening[];
  /** Openings for connections that it accepts. */
  readonly into: readonly Opening[];
}

/** A way that is open. */
export interface Way {
  readonly from: string;
  readonly to: string;
  /** TCP ports, or others with their protocol. */
  readonly ports: string;
}

/**
 * Every way that is open: both firewalls agree and there is a route. Of an end that is nobody's in the JSON, such as a machine that
 * somebody adds to the network, the other end alone decides.
 *
 * @returns each way once, sorted as the sentences that they make
 */
export function waysOf(nodes: readonly Node[]): Way[] {
  const found = nodes.flatMap((node) => [
    ...nodes.flatMap((to) => between(node, to)),
    ...toOthers(node),
    ...fromOthers(node),
  ]);
  const bySentence = new Map(found.map((way) => [sentenceOf(way), way]));
  return [...bySentence].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, way]) => way);
}

/** A way as a sentence: `internet → load balancer: 80`. */
export function sentenceOf({ from, to, ports }: Way): string {
  return `${from} → ${to}: ${ports}`;
}

function between(from: Node, to: Node): Way[] {
  const into = to.into.filter(({ peer }) => means(peer, from));
  return from.out
    .filter(({ peer }) => means(peer, to))
    .flatMap((one) => into.flatMap((other) => common(one.ports, other.ports) ?? []))
    .map((ports) => ({ from: from.name, to: to.name, ports: portsText(ports) }));
}

/** Whether a rule's peer has a node among those whom it means; a node whose addresses nobody knows may be in any block. */
function means(peer: Peer, node: Node): boolean {
  if ("group" in peer) return node.groups.includes(peer.group);
  if ("host" in peer) return node.host === peer.host;
  if ("service" in peer) return false;
  return node.blocks.length === 0 || node.blocks.some((block) => meet(block, peer.block));
}

function toOthers(from: Node): Way[] {
  const isRouted = from.routes.includes("nat") || (from.isPublic && from.routes.includes("internet"));
  return from.out.flatMap(({ peer, ports }) =>
    othersOf(peer, isRouted, from.routes).map((to) => ({ from: from.name, to, ports: portsText(ports) })),
  );
}

function fromOthers(to: Node): Way[] {
  const isRouted = to.isPublic && to.routes.includes("internet");
  return to.into.flatMap(({ peer, ports }) =>
    othersOf(peer, isRouted, []).map((from) => ({ from, to: to.name, ports: portsText(ports) })),
  );
}

/** Names of those beside the nodes whom a rule means: the internet or a part of it, other addresses, a service. */
function othersOf(peer: Peer, isRouted: boolean, routes: readonly string[]): string[] {
  if ("service" in peer) return routes.includes(peer.service) ? [peer.service] : [];
  if (!("block" in peer)) return [];
  const { block } = peer;
  if (!isRouted || !isOnInternet(block)) return [block];
  return [block === everywhere ? "internet" : `internet, ${block}`];
}
