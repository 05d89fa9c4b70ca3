import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { AwsAccount } from "../../rehearsal/aws/account";
import { AwsEmulator, whyNoAwsEmulator } from "../../rehearsal/aws/emulator";
import { inventoryOf } from "../../rehearsal/aws/inventory";

const missing = whyNoAwsEmulator();
const whereEmulatorIs = missing ? describe.skip : describe;

whereEmulatorIs(`an account that moto emulates${missing ? ` (${missing})` : ""}`, () => {
  let aws: AwsEmulator;
  beforeEach(async () => {
    aws = await AwsEmulator.start();
  }, 120_000);
  afterEach(() => aws.stop());

  test("has in its inventory what is there, and not what EC2 only still tells of", async () => {
    const before = new Set(await inventoryOf(aws.account));
    const come = async () => (await inventoryOf(aws.account)).filter((name) => !before.has(name));
    const ec2 = (Action: string, parameters: Record<string, string>) =>
      aws.account.query("ec2", { Action, Version: "2016-11-15", ...parameters });
    const { vpcId, subnetIds } = await aws.account.network(7, 1);
    const made = await ec2("CreateVpcEndpoint", {
      VpcId: vpcId,
      ServiceName: "com.amazonaws.us-east-1.logs",
      VpcEndpointType: "Interface",
      "SubnetId.1": subnetIds.web[0]!,
    });
    const endpoint = /<vpcEndpointId>([^<]+)</.exec(made)![1]!;
    expect(await come()).toEqual(expect.arrayContaining([`ec2 ${vpcId}`, `ec2 ${endpoint}`]));
    await ec2("DeleteVpcEndpoints", { "VpcEndpointId.1": endpoint });
    expect(await come()).not.toContain(`ec2 ${endpoint}`);
    expect(await come()).toContain(`ec2 ${vpcId}`);
  }, 120_000);

  test("lets an endpoint of S3 go that one route table joined and another one left", async () => {
    const { vpcId } = await aws.account.network(9, 1);
    const asked = new AwsAccount(aws.endpoint);
    const ec2 = (Action: string, parameters: Record<string, string>) =>
      asked.query("ec2", { Action, Version: "2016-11-15", ...parameters });
    const table = async () =>
      /<routeTableId>([^<]+)</.exec(await ec2("CreateRouteTable", { VpcId: vpcId }))![1]!;
    const [first, second] = [await table(), await table()];
    const made = await ec2("CreateVpcEndpoint", {
      VpcId: vpcId,
      ServiceName: "com.amazonaws.us-east-1.s3",
      VpcEndpointType: "Gateway",
      "RouteTableId.1": first,
    });
    const endpoint = /<vpcEndpointId>([^<]+)</.exec(made)![1]!;
    const routed = async () => {
      const tables = await Promise.all(
        [first, second].map((id) => ec2("DescribeRouteTables", { "RouteTableId.1": id })),
      );
      return tables.map((told) => told.includes(`<gatewayId>${endpoint}</gatewayId>`));
    };
    expect(await routed()).toEqual([true, false]);
    const modify = { VpcEndpointId: endpoint, "AddRouteTableId.1": second, "RemoveRouteTableId.1": first };
    await ec2("ModifyVpcEndpoint", modify);
    expect(await routed()).toEqual([false, true]);
    await ec2("DeleteVpcEndpoints", { "VpcEndpointId.1": endpoint });
    expect(await routed()).toEqual([false, false]);
    expect(await inventoryOf(aws.account)).not.toContain(`ec2 ${endpoint}`);
  }, 120_000);

  test("takes a record again that was deleted, beside another one", async () => {
    const zone = await aws.account.hostedZone("example.com");
    const authorization =
      "AWS4-HMAC-SHA256 Credential=emulated/20260101/us-east-1/route53/aws4_request, SignedHeaders=host, Signature=0";
    const change = async (action: string, name: string) => {
      const record = `<Name>${name}</Name><Type>CNAME</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>a.example.org</Value></ResourceRecord></ResourceRecords>`;
      const body = `<ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes><Change><Action>${action}</Action><ResourceRecordSet>${record}</ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
      const url = `${aws.endpoint}/2013-04-01/hostedzone/${zone}/rrset/`;
      return (await fetch(url, { method: "POST", headers: { authorization }, body })).status;
    };
    expect(await change("CREATE", "www.example.com")).toBe(200);
    expect(await change("CREATE", "zzz.example.com")).toBe(200);
    expect(await change("DELETE", "www.example.com")).toBe(200);
    expect(await change("CREATE", "www.example.com")).toBe(200);
  }, 120_000);

  test("starts a server of a template's later version where a group grows, and tells that version's user data", async () => {
    const { subnetIds } = await aws.account.network(8, 1);
    const asked = new AwsAccount(aws.endpoint);
    const ec2 = (Action: string, parameters: Record<string, string>) =>
      asked.query("ec2", { Action, Version: "2016-11-15", ...parameters });
    const group = (Action: string, parameters: Record<string, string> = {}) =>
      asked.query("autoscaling", {
        Action,
        Version: "2011-01-01",
        AutoScalingGroupName: "servers",
        ...parameters,
      });
    const data = (userData: string) => ({
      "LaunchTemplateData.ImageId": "ami-0b301ce3ce347599c",
      "LaunchTemplateData.InstanceType": "t3.micro",
      "LaunchTemplateData.UserData": Buffer.from(userData).toString("base64"),
    });
    const made = await ec2("CreateLaunchTemplate", { LaunchTemplateName: "servers", ...data("first") });
    const LaunchTemplateId = /<launchTemplateId>([^<]+)</.exec(made)![1]!;
    const version = (number: string) => ({
      "LaunchTemplate.LaunchTemplateId": LaunchTemplateId,
      "LaunchTemplate.Version": number,
    });
    const bounds = { MinSize: "2", MaxSize: "4", VPCZoneIdentifier: subnetIds.web[0]! };
    await group("CreateAutoScalingGroup", { ...bounds, ...version("1") });
    await ec2("CreateLaunchTemplateVersion", { LaunchTemplateId, ...data("second") });
    await group("UpdateAutoScalingGroup", { MinSize: "3", ...version("2") });
    const groups = await group("DescribeAutoScalingGroups");
    expect(groups.match(/<InstanceId>/g)).toHaveLength(3);
    const versions = await ec2("DescribeLaunchTemplateVersions", { LaunchTemplateId });
    expect([...versions.matchAll(/<userData>([^<]*)</g)].map(([, text]) => atob(text!))).toEqual([
      "first",
      "second",
    ]);
  }, 120_000);
});
