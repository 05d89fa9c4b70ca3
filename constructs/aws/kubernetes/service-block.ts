import { ipv4Block, overlap } from "../../shared";

/** Addresses that Kubernetes gives to Services: none of them leaves the cluster. */
export interface ServiceBlock {
  /** The block. */
  readonly cidrBlock: string;
  /** Address in it that answers DNS. */
  readonly resolver: string;
}

// EKS takes one of these by itself; which, it tells only once the cluster is there.
const blocks: readonly ServiceBlock[] = [
  { cidrBlock: "172.20.0.0/16", resolver: "172.20.0.10/32" },
  { cidrBlock: "10.100.0.0/16", resolver: "10.100.0.10/32" },
];

/** Picks the addresses of Services: none that the network has. */
export function serviceBlock(networkBlock: string): ServiceBlock {
  const network = ipv4Block(networkBlock);
  const isFree = ({ cidrBlock }: ServiceBlock) => !network || !overlap(network, ipv4Block(cidrBlock)!);
  return blocks.find(isFree) ?? blocks[0]!;
}
