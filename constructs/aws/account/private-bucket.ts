import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Construct } from "constructs";
import { physicalName } from "../../shared";
import type { CustomerKey } from "./customer-key";
import { document } from "./policy";

/** Properties of {@link PrivateBucket}. */
export interface PrivateBucketProps {
  /**
   * Name, unique in the world.
   *
   * @default - the construct's path, and what AWS puts behind it
   */
  readonly name?: string;
  /** Whether the plan refuses to destroy it, and S3 refuses while it holds something. */
  readonly deletionProtected: boolean;
  /**
   * Key that encrypts its objects.
   *
   * @default - the key that S3 keeps
   */
  readonly key?: CustomerKey | undefined;
  /**
   * Statements that let somebody else in, given the bucket's ARN.
   *
   * @default - none
   */
  readonly statements?: (bucketArn: string) => readonly object[];
}

/** An S3 bucket that is encrypted, has no access control lists, speaks TLS only and can never be public. */
export class PrivateBucket extends Construct {
  /** The bucket itself. */
  readonly bucket: S3Bucket;
  /** The bucket policy, which must exist before others use the bucket. */
  readonly policy: S3BucketPolicy;
  /** The encryption setting, which must exist before the first object that is to be encrypted by it. */
  readonly encryption: S3BucketServerSideEncryptionConfigurationA;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "bucket", {
      ...(props.name === undefined ? { bucketPrefix: `${physicalName(this, 36)}-` } : { bucket: props.name }),
      forceDestroy: !props.deletionProtected,
      ...(props.deletionProtected && { lifecycle: { preventDestroy: true } }),
    });
    this.encryption = this.encrypt(props.key);
    this.policy = this.close(props.statements?.(this.bucket.arn) ?? []);
  }

  private encrypt(key: CustomerKey | undefined): S3BucketServerSideEncryptionConfigurationA {
    const managed = { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
    const own = key && {
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
      bucketKeyEnabled: true,
    };
    return new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: this.bucket.id,
      rule: [own ?? managed],
    });
  }

  private close(statements: readonly object[]): S3BucketPolicy {
    const bucket = this.bucket.id;
    const accessBlock = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    return new S3BucketPolicy(this, "access", {
      bucket,
      policy: document([refusePlainHttp(this.bucket.arn), ...statements]),
      // S3 refuses two changes of a bucket's access at the same moment.
      dependsOn: [accessBlock],
    });
  }
}

function refusePlainHttp(bucketArn: string): object {
  return {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
