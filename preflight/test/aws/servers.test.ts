import {
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  GetEbsDefaultKmsKeyIdCommand,
  type Route,
} from "@aws-sdk/client-ec2";
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type GrantListEntry,
  ListGrantsCommand,
} from "@aws-sdk/client-kms";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { existingNetwork } from "../../../__tests__/support/existing-network";
import { diskKey } from "../../aws/disk-key";
import { waysOut } from "../../aws/existing-network";
import { image } from "../../aws/image";
import { Refused } from "../support/aws-fake";
import { accountId, awsStage } from "../support/aws-stage";
import { aws, empty } from "../support/stacks";

const stage = awsStage();

describe("the image", () => {
  const ask = () => stage.ask(image(aws()));
  const names: unknown[] = [];

  beforeEach(() => {
    names.length = 0;
    stage.fake.on(GetParameterCommand, ({ json }) => {
      names.push(json.Name);
      return { Parameter: { Value: "ami-0123456789abcdef0" } };
    });
    stage.fake.on(DescribeImagesCommand, { Images: [{ Architecture: "x86_64" }] });
    stage.fake.on(DescribeInstanceTypesCommand, {
      InstanceTypes: [{ ProcessorInfo: { SupportedArchitectures: ["x86_64"] } }],
    });
  });

  test("is the one that AWS's parameter names", async () => {
    expect(await ask()).toMatchObject({
      verdict: "ok",
      says: "t3.micro runs ami-0123456789abcdef0, which is for x86_64",
    });
    expect(names).toEqual(["/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"]);
  });

  test("may be missing, as parameter or as image", async () => {
    stage.fake.on(DescribeImagesCommand, new Refused("InvalidAMIID.NotFound"));
    expect(await ask()).toMatchObject({ verdict: "failure" });
    stage.fake.on(GetParameterCommand, new Refused("ParameterNotFound"));
    expect(await ask()).toMatchObject({ verdict: "failure" });
  });

  test("must be for the processor", async () => {
    stage.fake.on(DescribeImagesCommand, { Images: [{ Architecture: "arm64" }] });
    expect(await ask()).toMatchObject({ verdict: "failure", says: expect.stringContaining("is for arm64") });
  });

  test("is not asked for without servers", () => {
    expect(image(empty())).toEqual([]);
  });
});

describe("the account's default key for disks", () => {
  const role = `arn:aws:iam::${accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  const ask = () => stage.ask(diskKey(aws()));
  const key = (KeyManager: "AWS" | "CUSTOMER", Enabled = true) =>
    stage.fake.on(DescribeKeyCommand, {
      KeyMetadata: {
        KeyId: "key-1",
        Arn: `arn:aws:kms:us-east-1:${accountId}:key/key-1`,
        KeyManager,
        Enabled,
      },
    });
  const policy = (...Statement: object[]) =>
    stage.fake.on(GetKeyPolicyCommand, { Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  const granted = (...Grants: GrantListEntry[]) => stage.fake.on(ListGrantsCommand, { Grants });
  const byIam = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };

  beforeEach(() => {
    stage.fake.on(GetEbsDefaultKmsKeyIdCommand, { KmsKeyId: "alias/aws/ebs" });
    key("CUSTOMER");
    policy(byIam);
    granted();
  });

  test("that AWS keeps is Auto Scaling's, too", async () => {
    key("AWS");
    expect(await ask()).toMatchObject({ verdict: "ok" });
  });

  test("of one's own that only IAM decides about ends every server", async () => {
    expect(await ask()).toMatchObject({
      verdict: "failure",
      fix: expect.stringContaining(`--grantee-principal ${role}`),
    });
  });

  test.each([
    [
      {
        Effect: "Allow",
        Principal: { AWS: role },
        Action: ["kms:CreateGrant", "kms:Decrypt"],
        Resource: "*",
      },
      "ok",
    ],
    [
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::1:role/x", role] },
        Action: "kms:*",
        Resource: "*",
      },
      "ok",
    ],
    [{ Effect: "Deny", Principal: { AWS: role }, Action: "kms:*", Resource: "*" }, "failure"],
    [{ Effect: "Allow", Principal: { AWS: role }, Action: "kms:DescribeKey", Resource: "*" }, "failure"],
  ])("with the statement %j: %s", async (statement, verdict) => {
    policy(byIam, statement);
    expect(await ask()).toMatchObject({ verdict });
  });

  test.each([
    [{ GranteePrincipal: role, Operations: ["Decrypt" as const] }, "ok"],
    [{ GranteePrincipal: role, Operations: ["DescribeKey" as const] }, "failure"],
    [{ GranteePrincipal: `${role}_other`, Operations: ["Decrypt" as const] }, "failure"],
  ])("with the grant %j: %s", async (grant, verdict) => {
    granted(grant);
    expect(await ask()).toMatchObject({ verdict });
  });

  test("must be enabled", async () => {
    key("CUSTOMER", false);
    expect(await ask()).toMatchObject({ verdict: "failure", says: expect.stringContaining("not enabled") });
  });

  test("is not asked for where the stack names a key", () => {
    const stack = aws();
    for (const template of Object.values(stack.json.resource.aws_launch_template!))
      for (const { ebs } of template.block_device_mappings) ebs.kms_key_id = "arn:aws:kms:us-east-1:1:key/1";
    expect(diskKey(stack)).toEqual([]);
    expect(diskKey(empty())).toEqual([]);
  });
});

describe("subnets that were there before", () => {
  const ask = () => stage.ask(waysOut(aws({ existingNetwork })));
  const routes = (...Routes: Route[]) =>
    stage.fake.on(DescribeRouteTablesCommand, { RouteTables: [{ VpcId: existingNetwork.vpcId, Routes }] });
  const endpoints = (...services: string[]) =>
    stage.fake.on(DescribeVpcEndpointsCommand, {
      VpcEndpoints: services.map((service) => ({ ServiceName: `com.amazonaws.us-east-1.${service}` })),
    });
  const local: Route = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" };
  const outward: Route = { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1", State: "active" };

  test.each([
    ["a default route", [local, outward], [], "ok"],
    ["a default route to what is gone", [local, { ...outward, State: "blackhole" as const }], [], "failure"],
    ["endpoints", [local], ["s3", "secretsmanager", "logs", "ssm", "ssmmessages"], "ok"],
    ["an endpoint too few", [local], ["s3", "secretsmanager", "logs", "ssm"], "failure"],
  ])("with %s", async (_, given, services, verdict) => {
    routes(...given);
    endpoints(...services);
    expect(await ask()).toMatchObject({ verdict });
  });

  test("without a table of their own have the main one of the VPC", async () => {
    const asked: (string | null)[] = [];
    stage.fake.on(DescribeSubnetsCommand, { Subnets: [{ VpcId: existingNetwork.vpcId }] });
    stage.fake.on(DescribeRouteTablesCommand, ({ parameters }) => {
      asked.push(parameters.get("Filter.2.Name"));
      return { RouteTables: parameters.get("Filter.2.Name") === null ? [] : [{ Routes: [outward] }] };
    });
    expect(await ask()).toMatchObject({ verdict: "ok" });
    expect(asked).toContain("association.main");
  });

  test("are no matter to a stack that makes its own", () => {
    expect(waysOut(aws())).toEqual([]);
  });
});
