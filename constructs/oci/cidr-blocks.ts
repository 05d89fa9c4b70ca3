import { isIPv4 } from "node:net";
import type { IConstruct } from "constructs";
import { requireThat } from "../errors";

/**
 * Refuses blocks that a VCN does not take beside its first.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkCidrBlocks(scope: IConstruct, first: string, more: readonly string[]): void {
  const rule = "be at most 4 IPv4 blocks from /16 to /30 at their network addresses";
  requireThat(scope, "moreCidrBlocks", more, rule, (blocks) => blocks.length <= 4 && blocks.every(isBlock));
  requireThat(scope, "moreCidrBlocks", more, `overlap neither each other nor ${first}`, (blocks) =>
    [first, ...blocks].every((block, index, all) =>
      all.slice(index + 1).every((other) => !overlap(block, other)),
    ),
  );
}

function isBlock(block: string): boolean {
  const [address = "", length = "", ...rest] = block.split("/");
  if (!isIPv4(address) || !/^\d+$/.test(length) || rest.length > 0) return false;
  const bits = Number(length);
  return bits >= 16 && bits <= 30 && rangeOf(block)[0] === addressNumber(address);
}

function overlap(one: string, other: string): boolean {
  const [[from, to], [otherFrom, otherTo]] = [rangeOf(one), rangeOf(other)];
  return from <= otherTo && otherFrom <= to;
}

function rangeOf(block: string): [number, number] {
  const [address = "", length = ""] = block.split("/");
  const size = 2 ** (32 - Number(length));
  const from = Math.floor(addressNumber(address) / size) * size;
  return [from, from + size - 1];
}

function addressNumber(address: string): number {
  return address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
}
