import { createHash } from "node:crypto";
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
