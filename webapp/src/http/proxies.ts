import { BlockList, isIPv6 } from "node:net";

/** Addresses that the internet does not route: where balancers are. */
const privateAddresses = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  privateAddresses.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["::1", 128],
  ["fc00::", 7],
] as const)
  privateAddresses.addSubnet(network, bits, "ipv6");

/**
 * Whether the address of a hop may speak for the one before it; hop 0 is who connected.
 *
 * Both clouds' balancers connect from inside the network and append who connected to them to `X-Forwarded-For`. So the
 * last entry is the visitor, and what stands before it is whatever the visitor wrote. A server without a balancer is
 * reached from public addresses, and believes no such header at all.
 */
export function trustProxy(address: string | undefined, hop: number): boolean {
  // A connection that is gone has no address any more.
  return (
    hop === 0 && address !== undefined && privateAddresses.check(address, isIPv6(address) ? "ipv6" : "ipv4")
  );
}
