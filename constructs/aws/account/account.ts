import { Fn, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";

/**
 * Reads the account out of the ARN of a resource, which spares a data source and with it a question at plan time.
 *
 * A local value, because a policy with a function call in it would not be JSON before Terraform has run.
 */
export function accountOf(scope: Construct, arn: string): string {
  return new TerraformLocal(scope, "account", Fn.element(Fn.split(":", arn), 4)).asString;
}
