import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { ObjectstorageBucket } from "@cdktf/provider-oci/lib/objectstorage-bucket";
import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { AwsStateBucket } from "../../state/aws-state-bucket";
import { OciStateBucket } from "../../state/oci-state-bucket";
import { synth, theResource } from "../support/synth";

const aws = new AwsStateBucket(Testing.app(), "aws-state", {
  bucket: "states-123456789012",
  region: "us-east-1",
  accountId: "123456789012",
});
const oci = new OciStateBucket(Testing.app(), "oci-state", {
  namespace: "axabc",
  bucket: "states",
  region: "us-ashburn-1",
  compartmentId: "ocid1.compartment.oc1..states",
});

describe("the bucket of states", () => {
  test("is nobody's to read but its account's: S3 refuses policies and lists that would make it public", () => {
    expect(theResource(aws, S3BucketPublicAccessBlock)).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(theResource(aws, S3BucketPolicy).policy).toContain('"aws:SecureTransport":"false"');
    expect(synth(aws).provider.aws![0]).toMatchObject({ allowed_account_ids: ["123456789012"] });
  });

  test("is nobody's to read but its tenancy's on OCI", () => {
    expect(theResource(oci, ObjectstorageBucket).access_type).toBe("NoPublicAccess");
  });

  test("keeps former versions of a state on both clouds", () => {
    expect(theResource(aws, S3BucketVersioningA).versioning_configuration).toEqual({ status: "Enabled" });
    expect(theResource(oci, ObjectstorageBucket).versioning).toBe("Enabled");
  });

  test("is refused to be destroyed on both clouds, and is not emptied for it", () => {
    const bucket = theResource(aws, S3Bucket);
    expect([bucket, theResource(oci, ObjectstorageBucket)]).toMatchObject(
      Array(2).fill({ lifecycle: { prevent_destroy: true } }),
    );
    expect(bucket.force_destroy ?? false).toBe(false);
  });
});
