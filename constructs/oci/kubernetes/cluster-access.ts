import type { Construct } from "constructs";
import { ipv4Block, requireThat } from "../../shared";

/** Rule for addresses that reach the Kubernetes API, worded to follow "must". */
export const apiAddressesRule =
  "be 1 to 20 different IPv4 blocks from /16 to /32 of networks that have a way to this one, such as 192.168.0.0/24: the Kubernetes API is for few, and has no address on the internet";

/** Networks that may ask the Kubernetes API, beside nodes, pods and sessions of the network's bastion. Who may is said by policies. */
export interface ClusterAccess {
  /**
   * IPv4 blocks of this network, or of networks that are peered or connected with it.
   *
   * @default - none
   */
  readonly apiFrom?: readonly string[];
}

/**
 * Refuses blocks that are too wide.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkAccess(scope: Construct, { apiFrom }: ClusterAccess): void {
  if (apiFrom) requireThat(scope, "apiFrom", apiFrom, apiAddressesRule, areNarrow);
}

function areNarrow(blocks: readonly string[]): boolean {
  const isNarrow = (text: string) => (ipv4Block(text)?.prefix ?? 0) >= 16;
  return (
    blocks.length >= 1 &&
    blocks.length <= 20 &&
    new Set(blocks).size === blocks.length &&
    blocks.every(isNarrow)
  );
}
