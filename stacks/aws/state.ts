import { S3Backend, type TerraformStack } from "cdktf";
import { requireThat } from "../../constructs/shared";
import { keepLocally, stateKey } from "../context/backends";
import type { AwsStackProps } from "./stack-props";

/** Rule for the name of the bucket, worded to follow "must". */
export const bucketRule =
  "be a bucket's name: 3 to 63 lower-case letters, digits, hyphens and single dots, no IP address, and without a prefix or suffix that S3 keeps for itself";

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const keptPrefix = /^(xn--|sthree-|amzn-s3-demo-)/;
const keptSuffix = /(-s3alias|--ol-s3|[.]mrap|--x-s3|--table-s3)$/;

/** Whether S3 could have a bucket of that name. */
function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !/^\d+([.]\d+){3}$/.test(name) &&
    !keptPrefix.test(name) &&
    !keptSuffix.test(name)
  );
}

/**
 * Keeps the stack's state in a bucket, encrypted, and locked while somebody deploys; without a bucket in a file.
 *
 * @param stack stack whose state it is
 * @param props what the stack is told: the bucket, and the region of both
 * @throws {ConstructError} for a name that no bucket has
 */
export function keepState(stack: TerraformStack, { stateBucket: bucket, region }: AwsStackProps): void {
  if (bucket === undefined) return keepLocally(stack);
  requireThat(stack, "stateBucket", bucket, bucketRule, isBucketName);
  new S3Backend(stack, {
    bucket,
    region,
    key: stateKey(stack),
    encrypt: true,
  });
  // A lock beside the state, known to Terraform 1.10 and newer, and to cdktf's own types not at all.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
}
