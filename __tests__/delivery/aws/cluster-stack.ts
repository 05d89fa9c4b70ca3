import { Testing } from "cdktf";
import type { StackJson } from "../../../delivery/aws/actions";
import { boundary } from "../../../delivery/aws/boundary";
import { Environment } from "../../../stacks/context/environment";
import { profiles } from "../../../stacks/context/profiles";
import { AwsStack } from "../../../stacks/aws-stack";
import { kubernetes } from "../../support/aws-stacks";
import { account, scopeIn } from "./stacks";

const stack = new AwsStack(new Environment(Testing.app(), "production"), "aws-stack", {
  region: "us-east-1",
  profile: profiles.lab,
  kubernetes,
});
export const json = JSON.parse(Testing.synth(stack, true)) as StackJson;
export const scope = scopeIn("production", json);
export const boundaryArn = `arn:aws:iam::${account}:policy/counterpart-deployer-aws-production-boundary`;
export const bounds = { boundary: boundary(json, scope) };
export const cluster = Object.values(json.resource!.aws_eks_cluster!)[0] as { name: string };

export const ec2 = (rest: string) => `arn:aws:ec2:us-east-1:${account}:${rest}`;
export const iam = (rest: string) => `arn:aws:iam::${account}:${rest}`;
export const role = (name: string) => iam(`role/${name}`);
export const ours = { "aws:ResourceTag/environment": "production" };
export const theirs = { "aws:ResourceTag/environment": "staging" };
export const tagged = (kind: "Principal" | "Request" | "Resource", name: string) => ({
  [`aws:${kind}Tag/eks:eks-cluster-name`]: name,
});
export const nodeTags = {
  ...tagged("Request", cluster.name),
  "aws:RequestTag/eks:kubernetes-node-class-name": "counter",
  "aws:RequestTag/eks:kubernetes-node-pool-name": "counter",
  "aws:TagKeys": ["eks:eks-cluster-name", "eks:kubernetes-node-class-name", "eks:kubernetes-node-pool-name"],
};
export const interfaceTags = {
  ...tagged("Request", cluster.name),
  "aws:RequestTag/eks:kubernetes-cni-node-name": "i-1",
  "aws:TagKeys": ["eks:eks-cluster-name", "eks:kubernetes-cni-node-name"],
};
export const targetGroup = `arn:aws:elasticloadbalancing:us-east-1:${account}:targetgroup/count-1/73e2d6bc24d8a067`;
export const ecr = (registry: string, name: string) => `arn:aws:ecr:us-east-1:${registry}:repository/${name}`;

export type Step = readonly [action: string, resource: string, context?: Record<string, string | string[]>];
