import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { AwsEmulator, whyNoAwsEmulator } from "../../rehearsal/aws/emulator";
import { inventoryOf } from "../../rehearsal/aws/inventory";

const missing = whyNoAwsEmulator();
const whereEmulatorIs = missing ? describe.skip : describe;

whereEmulatorIs(`the inventory of an account${missing ? ` (${missing})` : ""}`, () => {
  let aws: AwsEmulator;
  beforeEach(async () => {
    aws = await AwsEmulator.start();
  }, 120_000);
  afterEach(() => aws.stop());

  test("has what is there, and not what EC2 only still tells of", async () => {
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
});
