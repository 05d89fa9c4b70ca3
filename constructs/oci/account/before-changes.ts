import { type TerraformDataSource, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";

/**
 * Looks at a resource as it is before a deployment changes it, so that a plan can refuse what the change would be.
 *
 * Terraform reads a data source only after the changes of every resource that its arguments name, or that its own
 * conditions depend on: then it is too late. So the OCID comes by a local value, and whoever has a condition on what is
 * read writes it down at another resource
 * (https://developer.hashicorp.com/terraform/language/data-sources#dependencies).
 *
 * @param scope construct that the resource belongs to
 * @param id names the local value
 * @param ocid OCID of the resource
 * @param look makes the data source, from that OCID
 * @returns expression for what the data source reads
 */
export function beforeChanges(
  scope: Construct,
  id: string,
  ocid: string,
  look: (ocid: string) => TerraformDataSource,
): string {
  const { terraformResourceType, friendlyUniqueId } = look(
    new TerraformLocal(scope, `${id}-ocid`, ocid).asString,
  );
  return `data.${terraformResourceType}.${friendlyUniqueId}`;
}
