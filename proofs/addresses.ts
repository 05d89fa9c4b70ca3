import ipaddr from "ipaddr.js";

/** Every IPv4 address there is. */
export const everywhere = "0.0.0.0/0";

/** Whether a block has every address of another one; one of IPv4 has none of IPv6. */
export function contains(block: string, other: string): boolean {
  const [network, prefix] = ipaddr.parseCIDR(block);
  const [address, length] = ipaddr.parseCIDR(other);
  return network.kind() === address.kind() && prefix <= length && address.match([network, prefix]);
}

/** Whether two blocks share an address: one of them then contains the other. */
export function meet(block: string, other: string): boolean {
  return contains(block, other) || contains(other, block);
}

/** Whether a block has an address that is somebody's on the internet. */
export function isOnInternet(block: string): boolean {
  return !privateBlocks.some((own) => contains(own, block));
}

/** The block with a prefix of this length around the first address of another: a shorter prefix makes it larger. */
export function around(block: string, prefix: number): string {
  const [address, length] = ipaddr.parseCIDR(block);
  const shortest = `${address.toString()}/${Math.min(prefix, length)}`;
  const kind = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(shortest).toString()}/${Math.min(prefix, length)}`;
}

// https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry: what no
// router of the internet knows a way to.
const privateBlocks = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
  "::1/128",
];
