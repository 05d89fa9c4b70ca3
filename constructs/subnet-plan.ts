import { isIPv4 } from "node:net";

/** The three kinds of subnet. */
export type Tier = "public" | "web" | "data";

/** One subnet: its stable name and its addresses. */
export interface PlannedSubnet {
  /** `public`, or with zones `public-a`: stays the same whatever other zones come or go. */
  readonly name: string;
  /** Kind of subnet. */
  readonly tier: Tier;
  /** IPv4 block, such as `10.0.64.0/21`. */
  readonly cidrBlock: string;
}

/** Addresses of a network that does not say otherwise: what both articles use. */
export const defaultCidrBlock = "10.0.0.0/16";

/** Rule that a network's `cidrBlock` obeys, worded to follow "must". */
export const cidrBlockRule = "be an IPv4 block from /16 to /22 at its network address, such as 10.0.0.0/16";

const tiers: readonly Tier[] = ["public", "web", "data"];

// Two bits for the tier (a quarter stays free), three for the zone. The smallest network then has /27 subnets,
// the least that an Application Load Balancer accepts.
const tierBits = 2;
const zoneBits = 3;

/** Letters that a zone may have: one of eight slots each, so that a zone keeps its addresses when others come or go. */
export const zoneLetters: readonly string[] = [..."abcdefgh"];

/**
 * Cuts a network into one block per tier, or one per tier and zone.
 *
 * @param cidrBlock addresses of the whole network, /16 to /22
 * @param zones letters a to h, each at most once; none where subnets span all zones
 * @returns subnets in the order public, web, data and, within a tier, in the order of `zones`
 * @throws {RangeError} for a block or a zone that breaks these rules
 */
export function subnetPlan(cidrBlock: string, zones: readonly string[] = []): PlannedSubnet[] {
  if (!isCidrBlock(cidrBlock))
    throw new RangeError(`\`cidrBlock\` must ${cidrBlockRule}, got "${cidrBlock}"`);
  zones.forEach((zone, index) => {
    if (!zoneLetters.includes(zone) || zones.indexOf(zone) !== index)
      throw new RangeError(`\`zones\` must be different letters from a to h, got ${JSON.stringify(zones)}`);
  });
  return tiers.flatMap((tier, tierSlot) => {
    if (zones.length === 0) return [{ tier, name: tier, cidrBlock: slice(cidrBlock, tierBits, tierSlot) }];
    return zones.map((zone) => ({
      tier,
      name: `${tier}-${zone}`,
      cidrBlock: slice(cidrBlock, tierBits + zoneBits, (tierSlot << zoneBits) | zoneLetters.indexOf(zone)),
    }));
  });
}

/** Whether `cidrBlock` obeys {@link cidrBlockRule}. */
export function isCidrBlock(cidrBlock: string): boolean {
  const [address = "", length = "", ...rest] = cidrBlock.split("/");
  if (!isIPv4(address) || !/^\d+$/.test(length) || rest.length > 0) return false;
  const bits = Number(length);
  return bits >= 16 && bits <= 22 && toNumber(address) % 2 ** (32 - bits) === 0;
}

function slice(cidrBlock: string, bits: number, slot: number): string {
  const [address = "", length = ""] = cidrBlock.split("/");
  const newLength = Number(length) + bits;
  return `${toAddress(toNumber(address) + slot * 2 ** (32 - newLength))}/${newLength}`;
}

function toNumber(address: string): number {
  return address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
