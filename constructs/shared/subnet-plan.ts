import { requireValue } from "./errors";
import { addressNumber, addressText, ipv4Block } from "./ipv4";

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
 * @throws {RefusedValue} for a block or a zone that breaks these rules
 */
export function subnetPlan(cidrBlock: string, zones: readonly string[] = []): PlannedSubnet[] {
  requireValue("cidrBlock", cidrBlock, cidrBlockRule, isCidrBlock);
  requireValue("zones", zones, "be different letters from a to h", (letters) =>
    letters.every((letter, index) => zoneLetters.includes(letter) && letters.indexOf(letter) === index),
  );
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
  const block = ipv4Block(cidrBlock);
  return block !== undefined && block.prefix >= 16 && block.prefix <= 22;
}

function slice(cidrBlock: string, bits: number, slot: number): string {
  const [address = "", length = ""] = cidrBlock.split("/");
  const newLength = Number(length) + bits;
  return `${addressText(addressNumber(address) + slot * 2 ** (32 - newLength))}/${newLength}`;
}
