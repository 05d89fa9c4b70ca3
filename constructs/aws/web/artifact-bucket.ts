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
  /** The artifact that the bucket holds. */
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
  /**
   * Identifier of a VPC from which everybody reads the artifact, without a signature, through the VPC's endpoint of S3: the artifact is
   * no secret, and whoever fetches it compares its digest. Not with `key`, which nobody without a signature decrypts by.
   *
   * @default - whoever is granted to
   */
  readonly readableFromVpc?: string;
}

/** A private S3 bucket that holds an artifact for servers to download, and for 90 days what it replaced. */
export class ArtifactBucket extends Construct {
  /** The download of the artifact to a server. */
  readonly source: ArtifactSource;
  /** Address of this very version. */
  readonly url: string;
  /** The artifact in the bucket. */
  readonly object: S3Object;

  private readonly bucket: S3Bucket;
  private readonly key: CustomerKey | undefined;

  constructor(scope: Construct, id: string, props: ArtifactBucketProps) {
    super(scope, id);
    const { artifact, region, deletionProtected, key, readableFromVpc: vpc } = props;
    this.key = key;
    const { bucket: store, encryption } = new PrivateBucket(this, "store", {
      deletionProtected,
      key,
      ...(vpc !== undefined && { statements: (arn) => [readFrom(vpc, arn)] }),
    });
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
    this.url = `https://${bucket}.s3.${region}.amazonaws.com/${name}?versionId=${versionId}`;
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

// To S3 this is no public policy: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
function readFrom(vpcId: string, bucketArn: string): object {
  return {
    Sid: "VpcReads",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObjectVersion",
    Resource: `${bucketArn}/*`,
    Condition: { StringEquals: { "aws:SourceVpc": vpcId } },
  };
}
