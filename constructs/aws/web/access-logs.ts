import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { Construct } from "constructs";
import { PrivateBucket } from "../account";

/** Properties of {@link AccessLogs}. */
export interface AccessLogsProps {
  /** Account that the load balancer belongs to. */
  readonly accountId: string;
  /** Days that logs are kept. */
  readonly retentionDays: number;
  /** Whether the bucket with the logs refuses to be destroyed. */
  readonly deletionProtected: boolean;
}

/** An S3 bucket that load balancers of this account may write their access logs to. */
export class AccessLogs extends Construct {
  /** The bucket itself. */
  readonly bucket: S3Bucket;
  /** The bucket policy, which must exist first: AWS tries to write as soon as logs are switched on. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: AccessLogsProps) {
    super(scope, id);
    // Load balancers write only to buckets with the key that S3 keeps, so none of one's own is offered.
    const { bucket, policy } = new PrivateBucket(this, "store", {
      deletionProtected: props.deletionProtected,
      statements: (arn) => [
        {
          Sid: "LoadBalancerWrites",
          Effect: "Allow",
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `${arn}/AWSLogs/${props.accountId}/*`,
        },
      ],
    });
    new S3BucketLifecycleConfiguration(this, "retention", {
      bucket: bucket.id,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: props.retentionDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
    });
    this.bucket = bucket;
    this.policy = policy;
  }
}
