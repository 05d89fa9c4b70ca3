import { describe, expect, test } from "@jest/globals";
import { applyPolicies } from "../../../delivery/aws/policies";
import { isAllowed } from "../../support/iam-simulator";
import { policies as managed } from "./managed-policies.json";
import { account } from "./stacks";
import { json, scope, boundaryArn, cluster, role, ours, theirs, ecr, type Step } from "./cluster-stack";

describe("who deploys a cluster", () => {
  const policies = applyPolicies({ json, scope, boundaryArn, ownArns: [role("counterpart-deployer-*")] });
  const may = (...[action, resource, context = {}]: Step) =>
    isAllowed(policies, { action, resource, context });
  const eks = (rest: string) => `arn:aws:eks:us-east-1:${account}:${rest}`;

  test("makes clusters with the environment's tag alone", async () => {
    const made = (environment: string) =>
      may("eks:CreateCluster", "*", { "aws:RequestTag/environment": environment });
    expect(await made("production")).toBe(true);
    expect(await made("staging")).toBe(false);
  });

  test.each([
    ["eks:UpdateClusterConfig", "cluster/NAME"],
    ["eks:UpdateClusterVersion", "cluster/NAME"],
    ["eks:DeleteCluster", "cluster/NAME"],
    ["eks:CreateAccessEntry", "cluster/NAME"],
    ["eks:AssociateAccessPolicy", `access-entry/NAME/role/${account}/operations/1`],
    ["eks:CreatePodIdentityAssociation", "cluster/NAME"],
    ["eks:DeletePodIdentityAssociation", "podidentityassociation/NAME/a-1"],
    ["eks:CreateAddon", "cluster/NAME"],
    ["eks:DeleteAddon", "addon/NAME/metrics-server/1"],
  ])("may %s on %s of its own, and on no other's", async (action, place) => {
    expect(await may(action, eks(place.replace("NAME", cluster.name)))).toBe(true);
    for (const other of ["payroll", "staging-aws-stack-web", "aws-stack-web"])
      expect(await may(action, eks(place.replace("NAME", other)))).toBe(false);
  });

  test("passes roles to EKS, to nodes and to pods, and nobody else's role", async () => {
    const passed = (service: string, name = "production-aws-stack-web-cluster-identity-1") =>
      may("iam:PassRole", role(name), { "iam:PassedToService": service });
    for (const service of ["eks", "ec2", "pods.eks", "monitoring.rds"])
      expect(await passed(`${service}.amazonaws.com`)).toBe(true);
    expect(await passed("lambda.amazonaws.com")).toBe(false);
    expect(await passed("pods.eks.amazonaws.com", "administrator")).toBe(false);
    expect(await passed("eks.amazonaws.com", "counterpart-deployer-aws-production")).toBe(false);
  });

  test("attaches AWS's policies for a cluster and its nodes, and no other", async () => {
    const attached = (name: string) =>
      may("iam:AttachRolePolicy", role("production-aws-stack-web-cluster-identity-1"), {
        "iam:PolicyARN": `arn:aws:iam::aws:policy/${name}`,
      });
    for (const name of [...Object.keys(managed), "AmazonEKSBlockStoragePolicy"])
      expect(await attached(name)).toBe(true);
    expect(await attached("AmazonEC2FullAccess")).toBe(false);
  });

  test("has EKS make the role that it needs", async () => {
    const linked = (service: string) =>
      may("iam:CreateServiceLinkedRole", role(`aws-service-role/${service}/AWSServiceRoleForIt`), {
        "iam:AWSServiceName": service,
      });
    expect(await linked("eks.amazonaws.com")).toBe(true);
    expect(await linked("spot.amazonaws.com")).toBe(false);
  });

  // https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
  test("grants EKS the use of the stack's key, without saying that it is for a service", async () => {
    const key = `arn:aws:kms:us-east-1:${account}:key/12345678-1234-1234-1234-123456789012`;
    expect(await may("kms:CreateGrant", key, ours)).toBe(true);
    expect(await may("kms:CreateGrant", key, theirs)).toBe(false);
  });

  test("pushes images to the stack's repository, and opens it to nobody", async () => {
    expect(await may("ecr:GetAuthorizationToken", "*")).toBe(true);
    for (const action of ["InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload", "PutImage"]) {
      expect(await may(`ecr:${action}`, ecr(account, "production-aws-stack-web"))).toBe(true);
      expect(await may(`ecr:${action}`, ecr(account, "staging-aws-stack-web"))).toBe(false);
    }
    expect(await may("ecr:SetRepositoryPolicy", ecr(account, "production-aws-stack-web"))).toBe(false);
  });
});
