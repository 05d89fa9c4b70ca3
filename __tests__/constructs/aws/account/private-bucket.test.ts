import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { describe, expect, test } from "@jest/globals";
import { profiles } from "../../../../stacks/context/profiles";
import { awsStack } from "../../../support/aws-stacks";
import { resources } from "../../../support/synth";
import { webTierWith } from "../web-tier";

const { stack } = webTierWith({ logRetentionDays: 60 });

interface Statement {
  readonly Effect: string;
  readonly Action: string;
  readonly Principal: unknown;
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

describe("every bucket on AWS", () => {
  test("refuses plain HTTP, to itself and to each of its objects", () => {
    const policies = resources(stack, S3BucketPolicy);
    expect(policies).toHaveLength(2);
    for (const { bucket, policy } of policies) {
      const arn = (bucket as string).replace(/[.]id\}$/, ".arn}");
      const { Statement: statements } = JSON.parse(policy) as { Statement: Statement[] };
      const [refusal] = statements.filter(({ Effect }) => Effect === "Deny");
      expect(refusal).toMatchObject({
        Action: "s3:*",
        Principal: "*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
    }
  });

  test("is encrypted: with a key of one's own where there is one, but for the load balancer's log", () => {
    const algorithms = (customerKey: boolean) =>
      resources(awsStack(profiles.lab, { customerKey }), S3BucketServerSideEncryptionConfigurationA)
        .map(({ rule }) => rule[0].apply_server_side_encryption_by_default)
        .map(({ sse_algorithm: algorithm, kms_master_key_id: key }) => [algorithm, key !== undefined]);
    expect(algorithms(false)).toEqual([
      ["AES256", false],
      ["AES256", false],
    ]);
    expect(algorithms(true).sort()).toEqual([
      ["AES256", false],
      ["aws:kms", true],
    ]);
  });

  test("is never public, and every object in it its owner's", () => {
    for (const block of resources(stack, S3BucketPublicAccessBlock))
      expect(block).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
    for (const { rule } of resources(stack, S3BucketOwnershipControls))
      expect(rule).toEqual({ object_ownership: "BucketOwnerEnforced" });
  });

  test("lets go of uploads that broke off, within a week", () => {
    const configurations = resources(stack, S3BucketLifecycleConfiguration);
    expect(configurations).toHaveLength(2);
    for (const { rule } of configurations)
      expect(rule).toEqual([
        expect.objectContaining({
          status: "Enabled",
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        }),
      ]);
  });

  test("lets go of access logs when it was told to, and of former artifacts after 90 days", () => {
    const rules = resources(stack, S3BucketLifecycleConfiguration).flatMap(({ rule }) => rule);
    expect(rules.flatMap(({ expiration }) => expiration ?? [])).toEqual([{ days: 60 }]);
    expect(rules.flatMap(({ noncurrent_version_expiration: former }) => former ?? [])).toEqual([
      { noncurrent_days: 90 },
    ]);
  });
});
