import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeInternetGatewaysCommand,
  DescribeVpcsCommand,
  type Tag,
} from "@aws-sdk/client-ec2";
import { DescribeLoadBalancersCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from "@aws-sdk/client-service-quotas";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { Egress } from "../../../constructs/aws";
import { quotas } from "../../aws/quotas";
import { vcpus } from "../../aws/vcpus";
import { Refused } from "../support/aws-fake";
import { awsStage } from "../support/aws-stage";
import { aws, empty } from "../support/stacks";

const stage = awsStage();
const own: Tag[] = [
  { Key: "application", Value: "counterpart" },
  { Key: "stack", Value: "aws-stack" },
];
const others: Tag[] = [{ Key: "application", Value: "counterpart" }];
const nat = aws({ ownNetwork: { egress: Egress.nat({ perZone: true }) } });

const allows = (Value: number) => stage.fake.on(GetServiceQuotaCommand, { Quota: { Value } });
const question = (id: string, stack = aws()) => quotas(stack).filter((each) => each.id === id);

describe("the quotas that are asked about", () => {
  test("are those on what the stack has", () => {
    const ids = quotas(aws()).map(({ id }) => id);
    expect(ids).toEqual(["vpc-quota", "internet-gateway-quota", "load-balancer-quota", "database-quota"]);
    expect(quotas(nat).map(({ id }) => id)).toContain("address-quota");
    expect(quotas(empty())).toEqual([]);
  });

  test.each([
    ["vpc-quota", "vpc L-F678F1CE"],
    ["internet-gateway-quota", "vpc L-A4707A72"],
    ["address-quota", "ec2 L-0263D0A3"],
    ["load-balancer-quota", "elasticloadbalancing L-53DA6B97"],
    ["database-quota", "rds L-7B6409FD"],
  ])("%s goes by the code %s", async (id, code) => {
    const asked: string[] = [];
    stage.fake.on(GetServiceQuotaCommand, ({ json }) => {
      asked.push(`${String(json.ServiceCode)} ${String(json.QuotaCode)}`);
      return { Quota: { Value: 5 } };
    });
    stage.fake.on(DescribeVpcsCommand, {});
    stage.fake.on(DescribeInternetGatewaysCommand, {});
    stage.fake.on(DescribeAddressesCommand, {});
    stage.fake.on(DescribeLoadBalancersCommand, {});
    stage.fake.on(DescribeDBInstancesCommand, {});
    expect(await stage.ask(question(id, nat))).toMatchObject({ verdict: "ok" });
    expect(asked).toEqual([code]);
  });
});

describe("a quota on VPCs", () => {
  const vpcs = (...tags: Tag[][]) =>
    stage.fake.on(DescribeVpcsCommand, {
      Vpcs: tags.map((Tags, index) => ({ VpcId: `vpc-${index}`, Tags })),
    });

  test.each([
    [5, [others, [], [], []], "ok", "there may be 5 VPCs; others use 4, and this stack needs 1"],
    [5, [others, [], [], [], []], "failure", "there may be 5 VPCs; others use 5, and this stack needs 1"],
    // Of another environment, in the same account.
    [
      5,
      [[...own, { Key: "environment", Value: "staging" }], [], [], [], []],
      "failure",
      "there may be 5 VPCs; others use 5, and this stack needs 1",
    ],
    [5, [own, [], [], [], []], "ok", "there may be 5 VPCs; others use 4, and this stack needs 1"],
  ])("of %d with %j in use", async (quota, tags, verdict, says) => {
    allows(quota);
    vpcs(...tags);
    expect(await stage.ask(question("vpc-quota"))).toMatchObject({ verdict, says });
  });

  test("is the default where nobody asked for more", async () => {
    stage.fake.on(GetServiceQuotaCommand, new Refused("NoSuchResourceException"));
    stage.fake.on(GetAWSDefaultServiceQuotaCommand, { Quota: { Value: 1 } });
    vpcs([]);
    expect(await stage.ask(question("vpc-quota"))).toMatchObject({
      verdict: "failure",
      fix: expect.stringContaining("--service-code vpc --quota-code L-F678F1CE --desired-value 2"),
    });
  });

  test("that AWS does not tell is a warning", async () => {
    stage.fake.on(GetServiceQuotaCommand, new Refused("NoSuchResourceException"));
    stage.fake.on(GetAWSDefaultServiceQuotaCommand, new Refused("NoSuchResourceException"));
    vpcs([]);
    expect(await stage.ask(question("vpc-quota"))).toMatchObject({
      verdict: "warning",
      says: expect.stringContaining("AWS does not tell how many VPCs there may be"),
    });
  });
});

describe("other quotas", () => {
  beforeEach(() => allows(2));

  test("count internet gateways", async () => {
    stage.fake.on(DescribeInternetGatewaysCommand, { InternetGateways: [{ Tags: own }, {}, {}] });
    expect(await stage.ask(question("internet-gateway-quota"))).toMatchObject({ verdict: "failure" });
    stage.fake.on(DescribeInternetGatewaysCommand, { InternetGateways: [{ Tags: own }, {}] });
    expect(await stage.ask(question("internet-gateway-quota"))).toMatchObject({ verdict: "ok" });
  });

  test("count an address for each NAT gateway", async () => {
    stage.fake.on(DescribeAddressesCommand, { Addresses: [] });
    expect(await stage.ask(question("address-quota", nat))).toMatchObject({ verdict: "ok" });
    stage.fake.on(DescribeAddressesCommand, { Addresses: [{ Tags: others }] });
    expect(await stage.ask(question("address-quota", nat))).toMatchObject({
      verdict: "failure",
      says: expect.stringContaining("this stack needs 2"),
    });
  });

  test("count application load balancers, and no others", async () => {
    const balancer = (LoadBalancerName: string, Type: "application" | "network") => ({
      LoadBalancerName,
      Type,
    });
    const found = [
      balancer("a", "application"),
      balancer("b", "network"),
      balancer("aws-stack-web", "application"),
    ];
    stage.fake.on(DescribeLoadBalancersCommand, { LoadBalancers: found });
    expect(await stage.ask(question("load-balancer-quota"))).toMatchObject({ verdict: "ok" });
    stage.fake.on(DescribeLoadBalancersCommand, { LoadBalancers: [...found, balancer("c", "application")] });
    expect(await stage.ask(question("load-balancer-quota"))).toMatchObject({ verdict: "failure" });
  });

  test("count databases, but for that of the stack", async () => {
    const databases = (...names: string[]) =>
      stage.fake.on(DescribeDBInstancesCommand, {
        DBInstances: names.map((DBInstanceIdentifier) => ({ DBInstanceIdentifier })),
      });
    databases("a", "aws-stack-database-12345678");
    expect(await stage.ask(question("database-quota"))).toMatchObject({ verdict: "ok" });
    databases("a", "b");
    expect(await stage.ask(question("database-quota"))).toMatchObject({ verdict: "failure" });
  });
});

describe("the quota on vCPUs", () => {
  const instance = (InstanceType: "t3.micro" | "m5.large" | "p3.2xlarge", more: object = {}) => ({
    InstanceType,
    ...more,
  });
  const running = (...Instances: ReturnType<typeof instance>[]) =>
    stage.fake.on(DescribeInstancesCommand, { Reservations: [{ Instances }] });

  beforeEach(() => {
    stage.fake.on(DescribeInstanceTypesCommand, ({ parameters }) => {
      const wanted = [...parameters]
        .filter(([name]) => name.startsWith("InstanceType."))
        .map(([, type]) => type);
      const all = [
        { InstanceType: "t3.micro" as const, VCpuInfo: { DefaultVCpus: 2 } },
        { InstanceType: "m5.large" as const, VCpuInfo: { DefaultVCpus: 2 } },
        { InstanceType: "p3.2xlarge" as const, VCpuInfo: { DefaultVCpus: 8 } },
      ];
      return { InstanceTypes: all.filter(({ InstanceType }) => wanted.includes(InstanceType)) };
    });
  });

  // Two servers at rest and four at most, of two vCPUs, and twice as many while they are replaced.
  test.each([
    [16, "ok"],
    [15, "warning"],
    [8, "warning"],
    [7, "failure"],
  ])("of %d is %s for two to four servers", async (quota, verdict) => {
    allows(quota);
    running();
    expect(await stage.ask(vcpus(aws()))).toMatchObject({
      verdict,
      says: `there may be ${quota} vCPUs of standard instances; others use 0, and this stack needs 8, 16 at most`,
    });
  });

  test("counts other standard servers, and neither those of the stack, nor spot, nor other families", async () => {
    allows(18);
    running(
      instance("m5.large"),
      instance("t3.micro", { Tags: [{ Key: "aws:autoscaling:groupName", Value: "aws-stack-web" }] }),
      instance("t3.micro", { InstanceLifecycle: "spot" }),
      instance("p3.2xlarge"),
    );
    expect(await stage.ask(vcpus(aws()))).toMatchObject({
      verdict: "ok",
      says: expect.stringContaining("; others use 2,"),
    });
  });

  test("counts what runs or starts", async () => {
    const states: (string | null)[] = [];
    allows(16);
    stage.fake.on(DescribeInstancesCommand, ({ parameters }) => {
      states.push(parameters.get("Filter.1.Value.1"), parameters.get("Filter.1.Value.2"));
      return { Reservations: [] };
    });
    await stage.ask(vcpus(aws()));
    expect(states).toEqual(["pending", "running"]);
  });
});
