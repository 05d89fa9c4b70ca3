import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import type { TerraformStack } from "cdktf";
import { PrivateDatabase, type PrivateDatabaseProps, TieredNetwork } from "../../../../constructs/aws";
import { TerraformData } from "../../../../constructs/shared/terraform-data";
import { awsTestStack, resources, theResource } from "../../../support/synth";

/** A database in a network of its own. */
export function databaseWith(props: Partial<PrivateDatabaseProps> = {}) {
  const stack = awsTestStack();
  const network = new TieredNetwork(stack, "network", { region: "eu-west-1" });
  const database = new PrivateDatabase(stack, "database", { network, ...props });
  return { stack, network, database };
}

/** The RDS instance of such a database. */
export const instanceWith = (props: Partial<PrivateDatabaseProps> = {}) =>
  theResource(databaseWith(props).stack, DbInstance);

/** Lifecycle block of a resource. */
export interface Lifecycle {
  readonly ignore_changes: readonly string[];
  readonly prevent_destroy?: boolean;
  readonly postcondition: readonly { readonly error_message: string }[];
}

/** Logical id of what Terraform remembers under a name. */
export function made(stack: TerraformStack, name: string): string {
  return resources(stack, TerraformData).find(({ logicalId }) => logicalId.includes(name))!.logicalId;
}
