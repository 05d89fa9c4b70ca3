/** Ports of a protocol that a rule opens, both ends included. */
export interface Ports {
  /** `tcp`, `udp`, another one's number, or `all`. */
  readonly protocol: string;
  /** First port. */
  readonly from: number;
  /** Last port. */
  readonly to: number;
}

const [first, last] = [0, 65_535];

/** Ports of a protocol; all of them where no range is said. */
export function portsOf(protocol: string, from: number | undefined, to: number | undefined): Ports {
  return { protocol, from: from ?? first, to: to ?? last };
}

/** Ports that two rules open together; undefined if there is none. */
export function common(one: Ports, other: Ports): Ports | undefined {
  const protocols = [one.protocol, other.protocol];
  if (one.protocol !== other.protocol && !protocols.includes("all")) return undefined;
  const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
  const protocol = one.protocol === "all" ? other.protocol : one.protocol;
  return from <= to ? { protocol, from, to } : undefined;
}

/** In words: `80` of TCP, `22-80`, `all`, or with the protocol's name before it. */
export function portsText({ protocol, from, to }: Ports): string {
  const range = from === first && to === last ? "all" : from === to ? String(from) : `${from}-${to}`;
  if (protocol === "tcp") return range;
  return protocol === "all" ? range : `${protocol} ${range}`;
}
