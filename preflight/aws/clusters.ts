import { DescribeImagesCommand } from "@aws-sdk/client-ecr";
import { DescribeClusterVersionsCommand } from "@aws-sdk/client-eks";
import { failure, listed, ok, type Question, warning } from "../question";
import { literal, type Stack } from "../stack";
import type { AwsAccount } from "./account";
import { unlessMissing } from "./errors";
import { imagesOf } from "./nodes";

/** Asks whether EKS makes clusters of the stack's version of Kubernetes, and for how long at the plain price. */
export function kubernetesVersion(stack: Stack): readonly Question<AwsAccount>[] {
  const version = literal(stack.first("aws_eks_cluster")?.version);
  if (version === undefined) return [];
  return [
    {
      id: "kubernetes-version",
      asks: `Does EKS offer Kubernetes ${version}, at the plain price?`,
      needs: ["eks:DescribeClusterVersions"],
      link: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
      answer: async ({ eks, region }) => {
        const command = new DescribeClusterVersionsCommand({ clusterVersions: [version] });
        const { clusterVersions: [found] = [] } = await eks.send(command);
        const other =
          "raise `kubernetesVersion` in constructs/kubernetes/version.ts, one minor version at a time";
        if (found === undefined || found.versionStatus === "UNSUPPORTED")
          return failure(`EKS does not offer Kubernetes ${version} in ${region}`, other);
        const end =
          found.endOfStandardSupportDate?.toISOString().slice(0, 10) ?? "a day that AWS does not tell";
        // A cluster of this stack is upgraded by AWS rather than billed for extended support.
        return found.versionStatus === "EXTENDED_SUPPORT"
          ? warning(
              `standard support of Kubernetes ${version} ended on ${end}, and AWS upgrades the cluster`,
              other,
            )
          : ok(`EKS offers Kubernetes ${version} until ${end} at the plain price`);
      },
    },
  ];
}

/** Asks whether the images that pods start from are in their repositories. */
export function containerImages(stack: Stack): readonly Question<AwsAccount>[] {
  const images = imagesOf(stack)
    .map((image) => imageIn(image, stack))
    .filter((image) => image !== undefined);
  if (images.length === 0) return [];
  return [
    {
      id: "container-images",
      asks: "Are the images that pods start from in their repositories?",
      needs: ["ecr:DescribeImages"],
      link: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/docker-push-ecr-image.html",
      answer: async (account) => {
        const there = await Promise.all(images.map((image) => isThere(image, account)));
        const lacking = images.filter((_, index) => !there[index]);
        if (lacking.length === 0)
          return ok(`they are in ${listed(images.map(({ repositoryName }) => repositoryName))}`);
        const names = lacking.map(
          ({ repositoryName, digest }) => `${repositoryName}@${digest.slice(0, 19)}…`,
        );
        return warning(
          `${listed(names)} cannot be had yet, and pods start from nothing else`,
          "push what docs/kubernetes.md says before `npm run kubernetes -- aws apply`; repositories come with the first deployment",
        );
      },
    },
  ];
}

/** An image by where ECR has it. */
interface InEcr {
  /** Number of another account. */
  readonly registryId?: string;
  readonly repositoryName: string;
  readonly digest: string;
}

async function isThere({ digest, ...place }: InEcr, { ecr }: AwsAccount): Promise<boolean> {
  const asked = ecr.send(new DescribeImagesCommand({ ...place, imageIds: [{ imageDigest: digest }] }));
  const missing = /^(ImageNotFoundException|RepositoryNotFoundException)$/;
  return (await unlessMissing(asked, missing)) !== undefined;
}

/** Reads an image's name; the address of a repository of the stack is known to Terraform alone, and its name to the JSON. */
function imageIn(image: string, stack: Stack): InEcr | undefined {
  const [, registryId, repositoryName, digest] = inEcr.exec(image) ?? [];
  if (registryId !== undefined && repositoryName !== undefined && digest !== undefined)
    return { registryId, repositoryName, digest };
  const [, id, copied] = /^\$\{aws_ecr_repository\.(\w+)\.[^}]*\}@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
  const own = stack.all("aws_ecr_repository").find(({ logicalId }) => logicalId === id);
  const name = literal(own?.name);
  return name === undefined || copied === undefined ? undefined : { repositoryName: name, digest: copied };
}

const inEcr =
  /^(\d{12})\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com[.a-z]*\/([a-z0-9._/-]+)@(sha256:[0-9a-f]{64})$/;
