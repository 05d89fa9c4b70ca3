import type { EgressRule } from "../../kubernetes";

/** The agent of EKS Pod Identity on each node, https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html. */
export const identityEgress: EgressRule = {
  name: "identity",
  purpose: "EKS Pod Identity",
  to: [{ cidr: "169.254.170.23/32" }],
  ports: [80],
};

/** AWS's services. Which of them, the security group decides: no NetworkPolicy knows the addresses of S3. */
export const awsEgress: EgressRule = {
  name: "aws",
  purpose: "AWS services",
  to: [{ cidr: "0.0.0.0/0" }],
  ports: [443],
};
