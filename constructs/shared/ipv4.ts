import { isIPv4 } from "node:net";

/** Addresses from one to another, both included, as numbers. */
export interface AddressRange {
  /** First address. */
  readonly from: number;
  /** Last address. */
  readonly to: number;
}

/**
 * Reads an IPv4 block such as `10.0.0.0/16`.
 *
 * @returns its addresses and the length of its prefix, or nothing where it is no block at its network address
 */
export function ipv4Block(text: string): (AddressRange & { readonly prefix: number }) | undefined {
  const [address = "", length = "", ...rest] = text.split("/");
  if (!isIPv4(address) || !/^([1-9]?\d)$/.test(length) || Number(length) > 32 || rest.length > 0)
    return undefined;
  const [from, size] = [addressNumber(address), 2 ** (32 - Number(length))];
  return from % size === 0 ? { from, to: from + size - 1, prefix: Number(length) } : undefined;
}

/** Whether two ranges share an address. */
export function overlap(one: AddressRange, other: AddressRange): boolean {
  return one.from <= other.to && other.from <= one.to;
}

// RFC 1918, and for those who ran out of it RFC 6598. Both clouds would take addresses of somebody else, whom servers and visitors
// of this network then never reach.
const privateBlocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** Rule that {@link isPrivateBlock} judges, worded to follow "must". */
export const privateBlockRule = `lie in ${privateBlocks.join(", ")}, which nobody has on the internet`;

/** Whether a block obeys {@link privateBlockRule}. */
export function isPrivateBlock(text: string): boolean {
  const block = ipv4Block(text);
  return (
    block !== undefined &&
    privateBlocks.some((name) => {
      const { from, to } = ipv4Block(name)!;
      return from <= block.from && block.to <= to;
    })
  );
}

/** An address as a number, so that addresses can be counted. */
export function addressNumber(address: string): number {
  return address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

/** The address that a number stands for. */
export function addressText(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
