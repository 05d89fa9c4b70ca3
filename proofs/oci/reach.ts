import type { SynthesizedStack } from "../synthesized";
import { sentenceOf, waysOf } from "../ways";
import { ociNodes } from "./nodes";

/**
 * Who can reach whom on which port, by the synthesized JSON alone.
 *
 * @returns sentences such as `internet → load balancer: 80`, sorted
 */
export function reach(json: SynthesizedStack): string[] {
  return waysOf(ociNodes(json)).map(sentenceOf);
}
