import { createHash } from "node:crypto";
import { Fn } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Names a cloud resource after its construct: the path joined by hyphens, such as `oci-stack-web`.
 *
 * A path that is too long keeps its beginning and gets a digest of the whole, so that two long paths stay different.
 *
 * @param scope construct that the resource belongs to
 * @param maxLength characters that OCI allows for this kind of resource
 * @returns lower-case letters, digits and single hyphens; begins with a letter, ends with a letter or digit
 */
export function physicalName(scope: IConstruct, maxLength = 100): string {
  const words = scope.node.path.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const name = words.replace(/^[^a-z]+|-+$/g, "");
  if (name.length <= maxLength) return name;
  return `${name.slice(0, maxLength - 9).replace(/-+$/, "")}-${digest(scope.node.path)}`;
}

/**
 * Names a resource whose name is taken for a whole tenancy, so that two compartments can hold the same stack.
 *
 * @param scope construct that the resource belongs to
 * @param compartmentId compartment that holds it, usually a token
 * @param maxLength characters that OCI allows for this kind of resource
 * @returns a name as {@link physicalName} makes it, a hyphen and eight characters that stand for the compartment
 */
export function tenancyWideName(scope: IConstruct, compartmentId: string, maxLength = 100): string {
  return `${physicalName(scope, maxLength - 9)}-${shortDigest(compartmentId, 8)}`;
}

/** First `length` characters of the digest of a value that only Terraform knows. */
export function shortDigest(value: string, length: number): string {
  return Fn.substr(Fn.sha256(value), 0, length);
}

/**
 * Names a network or subnet in the VCN's resolver.
 *
 * @returns at most 15 letters and digits, a letter first, as OCI demands
 */
export function dnsLabel(name: string): string {
  const label = name.toLowerCase().replace(/^[^a-z]+|[^a-z0-9]/g, "");
  return label.length <= 15 ? label : `${label.slice(0, 7)}${digest(name)}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
