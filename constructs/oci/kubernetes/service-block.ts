import { Token } from "cdktf";
import { ipv4Block, overlap } from "../../shared";

// The first is what OKE takes where nobody says otherwise.
const blocks = ["10.96.0.0/16", "172.20.0.0/16", "192.168.0.0/16"];

/**
 * Picks the addresses that Kubernetes gives to Services, none of which leaves the cluster: none that the network has.
 *
 * @param networkBlocks addresses of the network; those that only a deployment knows are passed over
 */
export function serviceBlock(networkBlocks: readonly string[]): string {
  const known = networkBlocks.filter((block) => !Token.isUnresolved(block)).map((block) => ipv4Block(block)!);
  const isFree = (block: string) => !known.some((other) => overlap(other, ipv4Block(block)!));
  return blocks.find(isFree) ?? blocks[0]!;
}
