import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { describe, expect, test } from "@jest/globals";
import { document } from "../../../delivery/aws/document";
import { validateOnAws } from "../../support/aws-provider";
import { isAllowed } from "../../support/iam-simulator";
import { resources, synth } from "../../support/synth";
import { whyNoAwsProvider } from "../../../rehearsal/machine/providers";
import { account } from "./stacks";
import { deployer, stack } from "./github-stack";

const policiesOf = (role: string) =>
  Object.fromEntries(
    resources(stack, IamPolicy)
      .filter(
        ({ name }) => (name as string).startsWith(`${role}-`) && !(name as string).endsWith("-boundary"),
      )
      .map(({ name, policy }) => [name as string, policy as string]),
  );
const boundaryOf = (role: string) => {
  const found = resources(stack, IamPolicy).find(({ name }) => name === `${role}-boundary`)!;
  return { [role]: found.policy as string };
};

/** A policy that somebody may have added, and that refuses nothing. */
const everything = { all: document([{ Effect: "Allow", Action: ["*"], Resource: ["*"] }]) };

describe("who deploys to production", () => {
  const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  const boundaryArn = `arn:aws:iam::${account}:policy/${deployer}-boundary`;
  const may = (action: string, resource: string, context = {}) =>
    isAllowed(policiesOf(deployer), { action, resource, context });
  const bounded = { "iam:PermissionsBoundary": boundaryArn };

  test("makes roles with the boundary, and none without it or with another", async () => {
    const name = role("production-aws-stack-web-servers-identity-1");
    expect(await may("iam:CreateRole", name, bounded)).toBe(true);
    expect(await may("iam:CreateRole", name)).toBe(false);
    expect(await may("iam:CreateRole", name, { "iam:PermissionsBoundary": `${boundaryArn}-2` })).toBe(false);
    expect(await may("iam:DeleteRolePermissionsBoundary", name)).toBe(false);
  });

  test("changes neither the boundary nor the roles of delivery nor the provider", async () => {
    expect(await may("iam:CreatePolicyVersion", boundaryArn)).toBe(false);
    for (const name of [deployer, "counterpart-deployer-plan"])
      expect(await may("iam:PutRolePolicy", role(name), bounded)).toBe(false);
    const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
    expect(await may("iam:UpdateOpenIDConnectProviderThumbprint", provider)).toBe(false);
  });

  test("changes neither of them, nor takes a boundary away, whatever else somebody lets it do", async () => {
    const withEverything = { ...policiesOf(deployer), ...everything };
    const may = (action: string, resource: string) =>
      isAllowed(withEverything, { action, resource, context: bounded });
    expect(await may("iam:DeleteRolePermissionsBoundary", role("production-aws-stack-1"))).toBe(false);
    expect(await may("iam:CreatePolicyVersion", boundaryArn)).toBe(false);
    for (const name of [deployer, "counterpart-deployer-plan"])
      expect(await may("iam:PutRolePolicy", role(name))).toBe(false);
    expect(await may("iam:PutRolePolicy", role("somebody-elses"))).toBe(true);
  });

  test("passes roles to servers, to the database's monitoring and to flow logs, and to nobody else", async () => {
    const name = role("production-aws-stack-web-servers-identity-1");
    const passed = (service: string) => may("iam:PassRole", name, { "iam:PassedToService": service });
    for (const service of ["ec2", "monitoring.rds", "vpc-flow-logs"])
      expect(await passed(`${service}.amazonaws.com`)).toBe(true);
    expect(await passed("lambda.amazonaws.com")).toBe(false);
  });

  test("has services make the roles that they need, and no other service", async () => {
    const linked = (service: string) =>
      may("iam:CreateServiceLinkedRole", role(`aws-service-role/${service}/AWSServiceRoleForIt`), {
        "iam:AWSServiceName": service,
      });
    expect(await linked("elasticloadbalancing.amazonaws.com")).toBe(true);
    expect(await linked("ecs.amazonaws.com")).toBe(false);
  });

  test("attaches the one policy of AWS's that the stack attaches", async () => {
    const attached = (arn: string) =>
      may("iam:AttachRolePolicy", role("production-aws-stack-database-monitoring-1"), {
        "iam:PolicyARN": arn,
        ...bounded,
      });
    expect(await attached("arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole")).toBe(true);
    expect(await attached("arn:aws:iam::aws:policy/AdministratorAccess")).toBe(false);
  });

  test("starts no server but from a launch template of the stack's", async () => {
    const started = (context: object) =>
      may("ec2:RunInstances", `arn:aws:ec2:us-east-1:${account}:instance/i-0123456789abcdef0`, context);
    const template = `arn:aws:ec2:us-east-1:${account}:launch-template/lt-0123456789abcdef0`;
    expect(await started({ "ec2:LaunchTemplate": template })).toBe(true);
    expect(await started({})).toBe(false);
    expect(await may("ec2:RunInstances", template, { "aws:ResourceTag/environment": "production" })).toBe(
      true,
    );
    expect(await may("ec2:RunInstances", template, { "aws:ResourceTag/environment": "staging" })).toBe(false);
  });

  test("takes over nothing by tagging it: what is tagged is just made, or the stack's already", async () => {
    const tagged = (context: object) =>
      may("ec2:CreateTags", `arn:aws:ec2:us-east-1:${account}:vpc/vpc-0123456789abcdef0`, context);
    const ours = { "aws:RequestTag/environment": "production" };
    expect(await tagged({ ...ours, "ec2:CreateAction": "CreateVpc" })).toBe(true);
    expect(await tagged({ "aws:ResourceTag/environment": "production" })).toBe(true);
    expect(await tagged(ours)).toBe(false);
    expect(await tagged({ ...ours, "aws:ResourceTag/environment": "staging" })).toBe(false);
  });

  test("grants keys of the stack's to services of AWS's that act for it, and to nobody else", async () => {
    const key = `arn:aws:kms:us-east-1:${account}:key/12345678-1234-1234-1234-123456789012`;
    const forService = { "kms:GrantIsForAWSResource": "true" };
    const granted = (environment: string, context: object) =>
      may("kms:CreateGrant", key, { "aws:ResourceTag/environment": environment, ...context });
    expect(await granted("production", forService)).toBe(true);
    expect(await granted("production", {})).toBe(false);
    expect(await granted("staging", forService)).toBe(false);
  });

  test("makes, within the boundary, servers that do what they must and no more", async () => {
    const servers = (action: string, resource: string) =>
      isAllowed(everything, { action, resource }, boundaryOf(deployer));
    expect(
      await servers(
        "s3:GetObjectVersion",
        "arn:aws:s3:::production-aws-stack-web-artifact-store-1/counter.tar.gz",
      ),
    ).toBe(true);
    expect(await servers("rds-db:connect", `arn:aws:rds-db:us-east-1:${account}:dbuser:db-ABC/webapp`)).toBe(
      true,
    );
    expect(
      await servers(
        "secretsmanager:GetSecretValue",
        `arn:aws:secretsmanager:us-east-1:${account}:secret:rds!db-1-abcdef`,
      ),
    ).toBe(true);
    expect(
      await servers(
        "secretsmanager:GetSecretValue",
        `arn:aws:secretsmanager:us-east-1:${account}:secret:payroll-abcdef`,
      ),
    ).toBe(false);
    expect(await servers("s3:GetObject", "arn:aws:s3:::somebody-elses/object")).toBe(false);
    expect(await servers("iam:CreateUser", `arn:aws:iam::${account}:user/eve`)).toBe(false);
  });
});

describe("who plans", () => {
  test("reads no secret's value, and decrypts nothing", async () => {
    const may = (action: string, resource: string) =>
      isAllowed(policiesOf("counterpart-deployer-plan"), { action, resource });
    expect(
      await may(
        "secretsmanager:GetSecretValue",
        `arn:aws:secretsmanager:us-east-1:${account}:secret:rds!db-1-abcdef`,
      ),
    ).toBe(false);
    expect(
      await may("kms:Decrypt", `arn:aws:kms:us-east-1:${account}:key/12345678-1234-1234-1234-123456789012`),
    ).toBe(false);
    expect(await may("ec2:DescribeVpcs", "*")).toBe(true);
  });

  test("reads the artifact, and not who visited", async () => {
    const may = (resource: string) =>
      isAllowed(policiesOf("counterpart-deployer-plan"), { action: "s3:GetObject", resource });
    expect(await may("arn:aws:s3:::production-aws-stack-web-artifact-store-1/counter.tar.gz")).toBe(true);
    expect(await may("arn:aws:s3:::production-aws-stack-web-load-balancer-1/AWSLogs/1/log.gz")).toBe(false);
  });
});

describe("the stack of delivery", () => {
  const missing = whyNoAwsProvider();
  (missing ? test.skip : test)(
    `is what Terraform and the provider take${missing ? ` (${missing})` : ""}`,
    () => {
      expect(validateOnAws({ delivery: synth(stack) }).delivery).toEqual([]);
    },
  );

  test("refuses another account than the one that is named", () => {
    expect(synth(stack).provider.aws![0]).toMatchObject({ allowed_account_ids: [account] });
  });
});
