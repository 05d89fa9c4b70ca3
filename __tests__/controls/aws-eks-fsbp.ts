import { kubernetesVersion } from "../../constructs/kubernetes";
import type { Judgement } from "./stack";

/** Controls of AWS Foundational Security Best Practices that are about a cluster and its images, by id. */
export const eksFsbp: Record<string, Judgement> = {
  "EKS.1": (stack) =>
    stack.every("aws_eks_cluster", ({ vpc_config: { endpoint_public_access: open } }) => open === false),
  "EKS.2": (stack) => stack.every("aws_eks_cluster", ({ version }) => version === kubernetesVersion),
  "EKS.3": (stack) =>
    stack.every(
      "aws_eks_cluster",
      ({ encryption_config: config }) => config.provider.key_arn && config.resources.includes("secrets"),
    ),
  "EKS.8": (stack) =>
    stack.every("aws_eks_cluster", ({ enabled_cluster_log_types: types }) => types.includes("audit")),
  "ECR.1": (stack) =>
    stack.every(
      "aws_ecr_repository",
      ({ image_scanning_configuration: scanning }) => scanning.scan_on_push === true,
    ),
  "ECR.2": (stack) =>
    stack.every("aws_ecr_repository", ({ image_tag_mutability: tags }) => tags === "IMMUTABLE"),
  "ECR.3": (stack) =>
    stack.all("aws_ecr_repository").length === stack.all("aws_ecr_lifecycle_policy").length &&
    stack.every("aws_ecr_lifecycle_policy", ({ policy }) => JSON.parse(policy).rules.length > 0),
};
