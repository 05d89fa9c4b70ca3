import { createHash } from "node:crypto";
import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Names a cloud resource after its construct: the path joined by hyphens, such as `aws-stack-web`.
 *
 * A path that is too long keeps its beginning and gets a digest of the whole, so that two long paths stay different.
 *
 * @param scope construct that the resource belongs to
 * @param maxLength characters that the cloud allows for this kind of resource
 * @returns lower-case letters, digits and single hyphens; begins with a letter, ends with a letter or digit
 */
export function physicalName(scope: IConstruct, maxLength: number): string {
  const words = scope.node.path.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const name = words.replace(/^[^a-z]+|-+$/g, "");
  if (name.length <= maxLength) return name;
  const digest = createHash("sha256").update(scope.node.path).digest("hex").slice(0, 8);
  return `${name.slice(0, maxLength - digest.length - 1).replace(/-+$/, "")}-${digest}`;
}

/**
 * Names a construct within its stack, for ids of others: the path behind the stack's own, joined by hyphens. What the stack
 * stands in changes no id, and so no address in Terraform's state.
 */
export function pathWithinStack(scope: IConstruct): string {
  const { path } = TerraformStack.of(scope).node;
  return scope.node.path
    .slice(path.length + 1)
    .split("/")
    .join("-");
}
