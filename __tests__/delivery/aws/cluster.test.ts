import { describe, expect, test } from "@jest/globals";
import { isAllowed } from "../../support/iam-simulator";
import { policies as managed } from "./managed-policies.json";
import { account } from "./stacks";
import {
  boundaryArn,
  bounds,
  cluster,
  ec2,
  iam,
  role,
  ours,
  theirs,
  tagged,
  nodeTags,
  interfaceTags,
  targetGroup,
  ecr,
  type Step,
} from "./cluster-stack";

describe("what EKS does with the role of a cluster, by AWS's own policies", () => {
  const names = Object.keys(managed).filter((name) =>
    /^AmazonEKS(Cluster|[A-Z]\w+ing|Compute)Policy$/.test(name),
  );
  const own = Object.fromEntries(
    names.map((name) => [name, JSON.stringify(managed[name as keyof typeof managed].document)]),
  );
  const steps: readonly Step[] = [
    ...["ec2:CreateFleet", "ec2:RunInstances"].flatMap((action): Step[] => [
      [action, "arn:aws:ec2:us-east-1::image/ami-1"],
      [action, ec2("subnet/subnet-1"), ours],
      [action, ec2("launch-template/lt-1"), tagged("Resource", cluster.name)],
      [action, ec2("instance/*"), nodeTags],
      [action, ec2("volume/*"), nodeTags],
    ]),
    ["ec2:RunInstances", ec2("security-group/sg-1"), ours],
    ["ec2:RunInstances", ec2("network-interface/*"), nodeTags],
    ["ec2:CreateFleet", ec2("fleet/*"), nodeTags],
    ["ec2:CreateLaunchTemplate", ec2("launch-template/*"), nodeTags],
    ...["CreateFleet", "RunInstances"].map((made): Step => [
      "ec2:CreateTags",
      ec2("instance/i-1"),
      { ...nodeTags, "ec2:CreateAction": made },
    ]),
    [
      "ec2:CreateTags",
      ec2("launch-template/lt-1"),
      { ...nodeTags, "ec2:CreateAction": "CreateLaunchTemplate" },
    ],
    [
      "ec2:CreateTags",
      ec2("instance/i-1"),
      { ...tagged("Resource", cluster.name), "aws:TagKeys": [`kubernetes.io/cluster/${cluster.name}`] },
    ],
    ["iam:AddRoleToInstanceProfile", iam("instance-profile/eks-us-east-1-1")],
    [
      "iam:PassRole",
      role("production-aws-stack-web-cluster-nodes-1"),
      { "iam:PassedToService": "ec2.amazonaws.com" },
    ],
    ["ec2:CreateNetworkInterface", ec2("subnet/subnet-1"), ours],
    ["ec2:CreateNetworkInterface", ec2("security-group/sg-1"), ours],
    ["ec2:CreateNetworkInterface", ec2("network-interface/*"), interfaceTags],
    [
      "ec2:CreateTags",
      ec2("network-interface/eni-1"),
      { ...interfaceTags, "ec2:CreateAction": "CreateNetworkInterface" },
    ],
    ...["AttachNetworkInterface", "DetachNetworkInterface", "AssignPrivateIpAddresses"].map((name): Step => [
      `ec2:${name}`,
      ec2("network-interface/eni-1"),
      tagged("Resource", cluster.name),
    ]),
    ["ec2:AttachNetworkInterface", ec2("instance/i-1"), tagged("Resource", cluster.name)],
    ["ec2:ModifyNetworkInterfaceAttribute", ec2("network-interface/eni-1"), tagged("Resource", cluster.name)],
    ["elasticloadbalancing:RegisterTargets", targetGroup, tagged("Resource", cluster.name)],
    ["elasticloadbalancing:DescribeTargetGroups", "*"],
    ["ec2:DescribeInstances", "*"],
    ["ec2:DescribeInstanceTopology", "*"],
  ];

  test.each(steps)("%s on %s is within the boundary", async (action, resource, context = {}) => {
    const asked = { action, resource, context: { ...tagged("Principal", cluster.name), ...context } };
    expect(await isAllowed(own, asked, bounds)).toBe(true);
  });
});

describe("what nodes do with their role, by AWS's own policies", () => {
  const names = ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"] as const;
  const own = Object.fromEntries(names.map((name) => [name, JSON.stringify(managed[name].document)]));
  const may = (action: string, resource: string) => isAllowed(own, { action, resource }, bounds);
  const pull = (resource: string) => may("ecr:BatchGetImage", resource);

  test("hands out identities to pods of this cluster, and of no other", async () => {
    const assume = (name: string) =>
      may("eks-auth:AssumeRoleForPodIdentity", `arn:aws:eks:us-east-1:${account}:cluster/${name}`);
    expect(await assume(cluster.name)).toBe(true);
    expect(await assume("payroll")).toBe(false);
  });

  test("pulls from the stack's repository, from that of `awsImage` and EKS's add-ons, and no other image", async () => {
    expect(await may("ecr:GetAuthorizationToken", "*")).toBe(true);
    expect(await pull(ecr(account, "production-aws-stack-web"))).toBe(true);
    expect(await pull(ecr("123456789012", "counter"))).toBe(true);
    expect(await pull(ecr("602401143452", "eks/metrics-server"))).toBe(true);
    expect(await pull(ecr(account, "payroll"))).toBe(false);
  });
});

// Who deploys makes roles that anybody may take on, with any policy, and any tag on the session: the boundary is all that holds.
describe("whoever takes on a role that a deployment made, with every right and as any cluster", () => {
  const everything = {
    all: JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "*", Resource: "*" },
    }),
  };
  const escalations: readonly (readonly [string, ...Step])[] = [
    [
      "takes over nodes of another cluster",
      "ec2:AttachNetworkInterface",
      ec2("instance/i-2"),
      tagged("Resource", "payroll"),
    ],
    [
      "puts pods behind another's load balancer",
      "elasticloadbalancing:RegisterTargets",
      targetGroup,
      tagged("Resource", "payroll"),
    ],
    [
      "makes nodes of another cluster",
      "ec2:RunInstances",
      ec2("instance/*"),
      { ...nodeTags, ...tagged("Request", "payroll") },
    ],
    ["starts servers in another's network", "ec2:RunInstances", ec2("subnet/subnet-2"), theirs],
    ["starts servers in a network that nobody tagged", "ec2:RunInstances", ec2("subnet/subnet-2")],
    ["starts servers in another's security group", "ec2:RunInstances", ec2("security-group/sg-2"), theirs],
    [
      "reaches into another's security group",
      "ec2:CreateNetworkInterface",
      ec2("security-group/sg-2"),
      theirs,
    ],
    ["starts servers that are no nodes", "ec2:RunInstances", ec2("instance/*"), { "aws:TagKeys": [] }],
    [
      "starts servers with an environment's tag",
      "ec2:RunInstances",
      ec2("instance/*"),
      { ...nodeTags, "aws:TagKeys": ["eks:eks-cluster-name", "environment"] },
    ],
    [
      "declares another's server its own",
      "ec2:CreateTags",
      ec2("instance/i-2"),
      { ...theirs, ...tagged("Request", cluster.name), "aws:TagKeys": ["eks:eks-cluster-name"] },
    ],
    [
      "declares another's server a node",
      "ec2:CreateTags",
      ec2("instance/i-2"),
      { ...theirs, "aws:TagKeys": ["kubernetes.io/cluster/x"] },
    ],
    [
      "declares another's subnet its own",
      "ec2:CreateTags",
      ec2("subnet/subnet-2"),
      { ...theirs, "aws:TagKeys": ["environment"] },
    ],
    [
      "gives servers an administrator's role",
      "iam:PassRole",
      role("administrator"),
      { "iam:PassedToService": "ec2.amazonaws.com" },
    ],
    [
      "gives servers the role that deploys",
      "iam:PassRole",
      role("counterpart-deployer-aws-production"),
      { "iam:PassedToService": "ec2.amazonaws.com" },
    ],
    [
      "passes a role to another service",
      "iam:PassRole",
      role("production-aws-stack-web-cluster-nodes-1"),
      { "iam:PassedToService": "lambda.amazonaws.com" },
    ],
    [
      "puts a role into another's instance profile",
      "iam:AddRoleToInstanceProfile",
      iam("instance-profile/payroll"),
    ],
    [
      "makes itself another role",
      "iam:CreateRole",
      role("production-aws-stack-1"),
      { "iam:PermissionsBoundary": boundaryArn },
    ],
    ["changes its boundary", "iam:CreatePolicyVersion", boundaryArn],
    [
      "administers its cluster",
      "eks:CreateAccessEntry",
      `arn:aws:eks:us-east-1:${account}:cluster/${cluster.name}`,
    ],
    [
      "administers another's cluster",
      "eks:CreateAccessEntry",
      `arn:aws:eks:us-east-1:${account}:cluster/payroll`,
    ],
    [
      "opens another's security group",
      "ec2:AuthorizeSecurityGroupIngress",
      ec2("security-group/sg-2"),
      { "aws:ResourceTag/Name": "eks-cluster-sg-payroll" },
    ],
    ["changes routes", "ec2:CreateRoute", ec2("route-table/rtb-1"), ours],
    [
      "makes a load balancer that is in no state",
      "elasticloadbalancing:CreateLoadBalancer",
      `arn:aws:elasticloadbalancing:us-east-1:${account}:loadbalancer/app/k8s-1/50dc6c495c0c9188`,
      nodeTags,
    ],
    ["reads another's disk", "ec2:AttachVolume", ec2("volume/vol-2"), theirs],
    ["replaces an image", "ecr:PutImage", ecr(account, "production-aws-stack-web")],
  ];

  test.each(escalations)("never %s", async (_, action, resource, context = {}) => {
    const name = Object.entries(context).find(([key]) => /(Resource|Request)Tag[/]eks:/.test(key))?.[1];
    const asked = {
      action,
      resource,
      context: { ...tagged("Principal", String(name ?? "payroll")), ...context },
    };
    expect(await isAllowed(everything, asked, bounds)).toBe(false);
  });
});
