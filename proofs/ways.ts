import { contains, everywhere, isOnInternet, meet } from "./addresses";
import { common, type Ports, portsOf, portsText } from "./ports";

/** Whom a rule names: a firewall, one host, a block of addresses without parts of it, or a service that a route leads to. */
export type Peer =
  | { readonly group: string }
  | { readonly host: string }
  | { readonly block: string; readonly except?: readonly string[] }
  | { readonly service: string };

/** An opening of a firewall's rule: ports, and the peers for whom they are open. */
export interface Opening {
  readonly peer: Peer;
  readonly ports: Ports;
}

/**
 * Openings that a second firewall leaves a node, such as the NetworkPolicies of a pod; a direction that it does not watch is
 * open.
 */
export interface Policy {
  readonly out: readonly Opening[] | undefined;
  readonly into: readonly Opening[] | undefined;
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
  /**
   * Second firewall on the way, which leaves a part of both.
   *
   * @default - all of it
   */
  readonly policy?: Policy;
}

/** A way that is open. */
export interface Way {
  readonly from: string;
  readonly to: string;
  /** TCP ports, or others with their protocol. */
  readonly ports: string;
}

/**
 * Every way that is open: all firewalls of both ends agree and there is a route. Of an end that is nobody's in the JSON, such as a machine that
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
  const layers = [
    ...[from.out, from.policy?.out].map((rules) => rules?.filter(({ peer }) => means(peer, to))),
    ...[to.into, to.policy?.into].map((rules) => rules?.filter(({ peer }) => means(peer, from))),
  ];
  return layers
    .filter((layer) => layer !== undefined)
    .reduce((left, layer) => agreed(left, layer), [portsOf("all", undefined, undefined)])
    .map((ports) => ({ from: from.name, to: to.name, ports: portsText(ports) }));
}

function agreed(left: readonly Ports[], layer: readonly Opening[]): Ports[] {
  return left.flatMap((ports) => layer.flatMap((other) => common(ports, other.ports) ?? []));
}

/** Whether a rule's peer has a node among those whom it means; a node whose addresses nobody knows may be in any block. */
function means(peer: Peer, node: Node): boolean {
  if ("group" in peer) return node.groups.includes(peer.group);
  if ("host" in peer) return node.host === peer.host;
  if ("service" in peer) return false;
  return node.blocks.length === 0 || node.blocks.some((block) => isMeant(block, peer));
}

function isMeant(block: string, { block: meant, except = [] }: Extract<Peer, { block: string }>): boolean {
  return meet(block, meant) && !except.some((left) => contains(left, block));
}

/**
 * The part of an opening that a second firewall leaves for peers besides the nodes; a service has addresses on the internet that
 * nobody knows.
 */
function leftOf({ peer, ports }: Opening, policy: readonly Opening[] | undefined): Opening[] {
  if (policy === undefined) return [{ peer, ports }];
  return policy.flatMap((other): Opening[] => {
    const both = common(ports, other.ports);
    if (!both || !("block" in other.peer)) return [];
    if ("service" in peer) return isOnInternet(other.peer.block) ? [{ peer, ports: both }] : [];
    if (!("block" in peer) || !isMeant(peer.block, other.peer)) return [];
    const smaller = contains(peer.block, other.peer.block) ? other.peer.block : peer.block;
    return [{ peer: { block: smaller }, ports: both }];
  });
}

function toOthers(from: Node): Way[] {
  const isRouted = from.routes.includes("nat") || (from.isPublic && from.routes.includes("internet"));
  const rules = from.out.flatMap((rule) => leftOf(rule, from.policy?.out));
  return rules.flatMap(({ peer, ports }) =>
    othersOf(peer, isRouted, from.routes).map((to) => ({ from: from.name, to, ports: portsText(ports) })),
  );
}

function fromOthers(to: Node): Way[] {
  const isRouted = to.isPublic && to.routes.includes("internet");
  const rules = to.into.flatMap((rule) => leftOf(rule, to.policy?.into));
  return rules.flatMap(({ peer, ports }) =>
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
