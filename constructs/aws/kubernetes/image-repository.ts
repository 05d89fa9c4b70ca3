import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import { physicalName } from "../../shared";
import type { CustomerKey } from "../account";

/** Properties of {@link ImageRepository}. */
export interface ImageRepositoryProps {
  /** Whether it refuses to be destroyed while it holds images. */
  readonly deletionProtected: boolean;
  /**
   * Key that encrypts images.
   *
   * @default - the key that S3 keeps
   */
  readonly key?: CustomerKey | undefined;
}

// Thirty deployments back; an image without a tag is one whose push broke off, or part of one for several processors.
const keptImages = 30;
const untaggedDays = 14;

/** A private ECR repository: a tag means the same image for ever, each push is scanned, and old images go. */
export class ImageRepository extends Construct {
  /** The repository itself. */
  readonly repository: EcrRepository;

  constructor(scope: Construct, id: string, { deletionProtected, key }: ImageRepositoryProps) {
    super(scope, id);
    this.repository = new EcrRepository(this, "repository", {
      name: physicalName(scope, 256),
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [
        key ? { encryptionType: "KMS", kmsKey: key.arn } : { encryptionType: "AES256" },
      ],
      forceDelete: !deletionProtected,
      ...(deletionProtected && { lifecycle: { preventDestroy: true } }),
    });
    new EcrLifecyclePolicy(this, "old-images", {
      repository: this.repository.name,
      policy: JSON.stringify({ rules: [expireUntagged, ...keepCopies, expireOldest] }),
    });
  }
}

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html: images that a list for several processors refers to
// stay while the list does.
const expireUntagged = {
  rulePriority: 1,
  description: "without a tag",
  selection: {
    tagStatus: "untagged",
    countType: "sinceImagePushed",
    countUnit: "days",
    countNumber: untaggedDays,
  },
  action: { type: "expire" },
};

// A rule of lower priority expires nothing that has a tag of these: otherwise the thirty-first image would be the end of the copies that
// pods start from. One rule each, because an image must match all patterns of a rule:
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
const keepCopies = ["fluent-bit-*", "node-*"].map((pattern, index) => ({
  rulePriority: 2 + index,
  description: "copies of a public image",
  selection: {
    tagStatus: "tagged",
    tagPatternList: [pattern],
    countType: "imageCountMoreThan",
    countNumber: keptImages,
  },
  action: { type: "expire" },
}));

const expireOldest = {
  rulePriority: 4,
  description: "older than the newest",
  selection: {
    tagStatus: "tagged",
    tagPatternList: ["*"],
    countType: "imageCountMoreThan",
    countNumber: keptImages,
  },
  action: { type: "expire" },
};
