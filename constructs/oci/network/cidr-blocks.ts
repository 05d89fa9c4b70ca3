import type { IConstruct } from "constructs";
import {
  ipv4Block,
  isPrivateBlock,
  overlap,
  type Postcondition as Condition,
  privateBlockRule,
  refuseOther,
  requireThat,
} from "../../shared";

/** Rule for blocks beside a VCN's first, worded to follow "must". */
export const moreCidrBlocksRule =
  "be 1 to 4 different IPv4 blocks from /16 to /30 at their network addresses, such as 10.9.0.0/24";

/**
 * Refuses blocks that a VCN does not take beside its first.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkCidrBlocks(scope: IConstruct, first: string, more: readonly string[]): void {
  const isTaken = (blocks: readonly string[]) => blocks.length <= 4 && blocks.every(isBlock);
  requireThat(scope, "moreCidrBlocks", more, moreCidrBlocksRule, isTaken);
  for (const block of more) requireThat(scope, "moreCidrBlocks", block, privateBlockRule, isPrivateBlock);
  requireThat(scope, "moreCidrBlocks", more, `overlap neither each other nor ${first}`, (blocks) =>
    [first, ...blocks].every((block, index, all) =>
      all.slice(index + 1).every((other) => !overlap(ipv4Block(block)!, ipv4Block(other)!)),
    ),
  );
}

/**
 * Has a plan refuse what the provider would refuse half-way: `oneEditAway` in
 * https://github.com/oracle/terraform-provider-oci/blob/v8.28.0/internal/service/core/core_vcn_resource.go
 *
 * @param now expression for the blocks that the VCN has before the deployment
 * @param blocks that it is to have
 */
export function isOneBlockAway(now: string, blocks: readonly string[]): Condition {
  const wanted = JSON.stringify(blocks);
  const same = `length([for index, block in ${wanted} : block if ${now}[index] != block]) <= 1`;
  const added = `jsonencode(slice(${wanted}, 0, length(${now}))) == jsonencode(${now})`;
  const without = `[for other, block in ${now} : block if other != index]`;
  const removed = `anytrue([for index, _ in ${now} : jsonencode(${without}) == jsonencode(${wanted})])`;
  return {
    condition: `\${length(${now}) == ${blocks.length} ? ${same} : length(${now}) == ${blocks.length - 1} ? ${added} : length(${now}) == ${blocks.length + 1} ? ${removed} : false}`,
    errorMessage: `A VCN takes one block of addresses more or less at a time, a new one at the end. It has \${join(", ", ${now})} and is to have ${blocks.join(", ")}: change one block of \`moreCidrBlocks\` (in cdktf.json \`ociMoreCidrBlocks\`), deploy, then change the next.`,
  };
}

/**
 * Has a plan refuse another first block, from which the subnets are cut: OCI takes none away that has subnets.
 *
 * @param now expression for the blocks that the VCN has before the deployment
 * @param cidrBlock that is to be the first
 */
export function keepsFirstBlock(now: string, cidrBlock: string): Condition {
  return refuseOther({ option: "cidrBlock", deployed: `${now}[0]`, wanted: JSON.stringify(cidrBlock) });
}

function isBlock(text: string): boolean {
  const block = ipv4Block(text);
  return block !== undefined && block.prefix >= 16 && block.prefix <= 30;
}
