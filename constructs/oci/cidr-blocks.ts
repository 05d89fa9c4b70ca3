import type { IConstruct } from "constructs";
import { requireThat } from "../errors";
import { ipv4Block, isPrivateBlock, overlap, privateBlockRule } from "../ipv4";

/**
 * Refuses blocks that a VCN does not take beside its first.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkCidrBlocks(scope: IConstruct, first: string, more: readonly string[]): void {
  const rule = "be at most 4 IPv4 blocks from /16 to /30 at their network addresses";
  requireThat(scope, "moreCidrBlocks", more, rule, (blocks) => blocks.length <= 4 && blocks.every(isBlock));
  for (const block of more) requireThat(scope, "moreCidrBlocks", block, privateBlockRule, isPrivateBlock);
  requireThat(scope, "moreCidrBlocks", more, `overlap neither each other nor ${first}`, (blocks) =>
    [first, ...blocks].every((block, index, all) =>
      all.slice(index + 1).every((other) => !overlap(ipv4Block(block)!, ipv4Block(other)!)),
    ),
  );
}

function isBlock(text: string): boolean {
  const block = ipv4Block(text);
  return block !== undefined && block.prefix >= 16 && block.prefix <= 30;
}
