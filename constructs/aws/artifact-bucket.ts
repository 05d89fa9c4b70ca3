import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { ArtifactSource } from "../boot-script";
import type { Artifact } from "../web-app";
import { physicalName } from "../names";

/** What a bucket for an artifact must be told. */
export interface ArtifactBucketProps {
  /** What the bucket holds. */
  readonly artifact: Artifact;
  /** Region of the bucket. */
  readonly region: string;
}

/** A private bucket that holds an artifact for servers to download, and for 90 days what it replaced. */
export class ArtifactBucket extends Construct {
  /** How a server downloads the artifact. */
  readonly source: ArtifactSource;
  /** The artifact in the bucket. */
  readonly object: S3Object;

  private readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, { artifact, region }: ArtifactBucketProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "bucket", {
      bucketPrefix: `${physicalName(this, 36)}-`,
      // It holds nothing that a build could not make again.
      forceDestroy: true,
    });
    this.close();
    const asset = new TerraformAsset(this, "asset", {
      path: artifact.path,
      type: AssetType.FILE,
      assetHash: artifact.sha256,
    });
    this.object = new S3Object(this, "object", {
      bucket: this.bucket.bucket,
      key: asset.fileName,
      source: asset.path,
      sourceHash: artifact.sha256,
      contentType: "application/gzip",
      dependsOn: [this.keepVersions()],
    });
    const { bucket, key, versionId } = this.object;
    this.source = {
      host: `s3.${region}.amazonaws.com`,
      download: `aws s3api get-object --region ${region} --bucket '${bucket}' --key '${key}' --version-id '${versionId}' "$archive" >/dev/null`,
    };
  }

  /** Lets `role` read the artifact and nothing else in the bucket. */
  grantRead(role: IamRole): IamRolePolicy {
    return new IamRolePolicy(this, "read", {
      namePrefix: "read-artifact-",
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "s3:GetObjectVersion",
            Resource: `${this.bucket.arn}/${this.object.key}`,
          },
        ],
      }),
    });
  }

  // A rollback boots servers from the launch template before, and they must find the artifact before.
  private keepVersions(): S3BucketVersioningA {
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: this.bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "old-versions", {
      bucket: this.bucket.id,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: 90 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    return versioning;
  }

  private close(): void {
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
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    new S3BucketPolicy(this, "tls-only", {
      bucket,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "DenyPlainHttp",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [this.bucket.arn, `${this.bucket.arn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
      // S3 refuses two changes of a bucket's access at the same moment.
      dependsOn: [accessBlock],
    });
  }
}
