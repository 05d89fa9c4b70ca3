import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { PrivateBucket } from "../constructs/aws/account";

/** Properties of {@link AwsStateBucket}. */
export interface AwsStateBucketProps {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Region of the bucket, the same as that of the stacks whose states it keeps. */
  readonly region: string;
  /**
   * Number of the account that it belongs to; the provider refuses every other.
   *
   * @default - whichever account the credentials are of
   */
  readonly accountId?: string;
}

// Longer than anybody goes on with a broken state, and short enough that nobody pays for years of them.
const noncurrentDays = 90;

/** An S3 bucket for Terraform's states: private, encrypted, TLS only, with every version of a state for 90 days, and refused to be destroyed. */
export class AwsStateBucket extends TerraformStack {
  constructor(scope: Construct, id: string, { bucket: name, region, accountId }: AwsStateBucketProps) {
    super(scope, id);
    new AwsProvider(this, "aws", {
      region,
      ...(accountId !== undefined && { allowedAccountIds: [accountId] }),
      defaultTags: [{ tags: { application: "counterpart", stack: id } }],
    });
    const { bucket, policy } = new PrivateBucket(this, "states", { name, deletionProtected: true });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
      dependsOn: [policy],
    });
    new S3BucketLifecycleConfiguration(this, "former-versions", {
      bucket: bucket.id,
      rule: [
        {
          id: "former-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    new TerraformOutput(this, "bucket", {
      value: bucket.bucket,
      description: "Bucket of Terraform's states",
    });
  }
}
