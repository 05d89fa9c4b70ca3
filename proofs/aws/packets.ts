import type { SynthesizedStack } from "../synthesized";
import { sentenceOf, waysOf } from "../ways";
import { awsNodes } from "./nodes";

/**
 * Follows every packet that routes and security groups let through, in the synthesized JSON alone.
 *
 * @returns sentences such as `internet → load balancer: 80`, sorted
 */
export function packetPaths(json: SynthesizedStack): string[] {
  return waysOf(awsNodes(json)).map(sentenceOf);
}
