import type { Construct } from "constructs";
import { requireThat } from "../../shared";

// https://docs.aws.amazon.com/eks/latest/userguide/automode-learn-instances.html: current families of c, m, r and t with more than one
// processor, so neither nano, micro nor small, and medium only where that has two.
const nodeType = /^(?:(?:t3|t3a|t4g)[.]medium|(?:[cmr][5-9][a-z-]*|t3|t3a|t4g)[.](?:(\d*)xlarge|large))$/;

/** Rule for the instance type of nodes, worded to follow "must". */
const nodeTypeRule =
  "be an instance type that EKS Auto Mode starts, such as t3.medium: of c, m or r from the fifth generation on, t3, t3a or t4g, with two processors or more";

/**
 * Refuses instance types that EKS Auto Mode does not start.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkNodeType(scope: Construct, instanceType: string): void {
  requireThat(scope, "instanceType", instanceType, nodeTypeRule, (type) => nodeType.test(type));
}

/** Virtual processors of a type that {@link checkNodeType} takes. */
export function processorsOf(instanceType: string): number {
  const [, times] = nodeType.exec(instanceType) ?? [];
  return times === undefined ? 2 : 4 * Number(times || 1);
}

/** Processor of a type, as Kubernetes names it: Graviton has a `g` after its generation. */
export function nodeArchitecture(instanceType: string): "amd64" | "arm64" {
  return /^[a-z]+\d+g/.test(instanceType) ? "arm64" : "amd64";
}
