import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { ArtifactSource } from "../boot-script";
import type { Artifact } from "../web-app";
import { physicalName } from "./names";

/** What a bucket for an artifact must be told. */
export interface ArtifactBucketProps {
  /** What the bucket holds. */
  readonly artifact: Artifact;
  /** Region of the bucket. */
  readonly region: string;
}

/** A private bucket that holds one artifact for servers to download. */
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
      key: artifact.objectName,
      source: asset.path,
      contentType: "application/gzip",
      // Servers of the old launch template may still boot while the new one rolls out.
      lifecycle: { createBeforeDestroy: true },
    });
    const host = `s3.${region}.amazonaws.com`;
    const uri = `s3://${this.bucket.bucket}/${artifact.objectName}`;
    this.source = { host, download: `aws s3 cp --only-show-errors --region ${region} '${uri}' "$archive"` };
  }

  /** Lets `role` read the artifact and nothing else in the bucket. */
  grantRead(role: IamRole): IamRolePolicy {
    return new IamRolePolicy(this, "read", {
      namePrefix: "read-artifact-",
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "s3:GetObject", Resource: `${this.bucket.arn}/${this.object.key}` },
        ],
      }),
    });
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
