import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { ArtifactSource } from "../../server";
import type { Artifact } from "../../web-app";
import { allow, type CustomerKey, PrivateBucket } from "../account";

/** Properties of {@link ArtifactBucket}. */
export interface ArtifactBucketProps {
  /** What the bucket holds. */
  readonly artifact: Artifact;
  /** Region of the bucket. */
  readonly region: string;
  /** Whether the bucket refuses to be destroyed. */
  readonly deletionProtected: boolean;
  /**
   * Key that encrypts the artifact.
   *
   * @default - the key that S3 keeps
   */
  readonly key?: CustomerKey | undefined;
}

/** A private S3 bucket that holds an artifact for servers to download, and for 90 days what it replaced. */
export class ArtifactBucket extends Construct {
  /** How a server downloads the artifact. */
  readonly source: ArtifactSource;
  /** The artifact in the bucket. */
  readonly object: S3Object;

  private readonly bucket: S3Bucket;
  private readonly key: CustomerKey | undefined;

  constructor(scope: Construct, id: string, props: ArtifactBucketProps) {
    super(scope, id);
    const { artifact, region, deletionProtected, key } = props;
    this.key = key;
    const { bucket: store, encryption } = new PrivateBucket(this, "store", { deletionProtected, key });
    this.bucket = store;
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
      dependsOn: [this.keepVersions(), encryption],
    });
    const { bucket, key: name, versionId } = this.object;
    this.source = {
      host: `s3.${region}.amazonaws.com`,
      download: `aws s3api get-object --region ${region} --bucket '${bucket}' --key '${name}' --version-id '${versionId}' "$archive" >/dev/null`,
    };
  }

  /** Lets `role` read the artifact and nothing else in the bucket. */
  grantRead(role: IamRole): IamRolePolicy {
    const artifact = {
      actions: ["s3:GetObjectVersion"],
      resources: [`${this.bucket.arn}/${this.object.key}`],
    };
    return new IamRolePolicy(this, "read", {
      namePrefix: "read-artifact-",
      role: role.name,
      policy: this.key ? allow(artifact, this.key.decryption("s3")) : allow(artifact),
    });
  }

  // While a refresh is under way, servers of the launch template before may still boot, and must find the artifact before.
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
}
