import { S3Backend, type TerraformStack } from "cdktf";
import { requireThat } from "../../constructs/shared";

/**
 * Keeps the stack's state in a bucket, encrypted, and locked while somebody deploys.
 *
 * @param stack stack whose state it is
 * @param bucket name of the bucket
 * @param region region of the bucket
 * @throws {ConstructError} for a name that no bucket has
 */
export function keepState(stack: TerraformStack, bucket: string, region: string): void {
  requireThat(
    stack,
    "stateBucket",
    bucket,
    "be a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots",
    (name) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name),
  );
  new S3Backend(stack, {
    bucket,
    region,
    key: `${stack.node.id}/terraform.tfstate`,
    encrypt: true,
  });
  // A lock beside the state, known to Terraform 1.10 and newer, and to cdktf's own types not at all.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
}
