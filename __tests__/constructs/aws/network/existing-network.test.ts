import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { describe, expect, test } from "@jest/globals";
import { profiles } from "../../../../stacks/context/profiles";
import { ExistingNetwork, type ExistingNetworkProps } from "../../../../constructs/aws";
import { awsStack } from "../../../support/aws-stacks";
import { existingNetwork } from "../../../support/existing-network";
import { awsTestStack, resources, synth, theResource } from "../../../support/synth";

const make = (change: Partial<ExistingNetworkProps>) =>
  new ExistingNetwork(awsTestStack(), "network", { region: "eu-west-1", ...existingNetwork, ...change });

describe("an existing network on AWS", () => {
  const stack = awsStack(profiles.lab, { existingNetwork });

  test("holds all tiers in its own subnets", () => {
    const { subnetIds } = existingNetwork;
    expect(theResource(stack, Lb).subnets).toEqual(subnetIds.public);
    expect(theResource(stack, AutoscalingGroup).vpc_zone_identifier).toEqual(subnetIds.web);
    expect(theResource(stack, DbSubnetGroup).subnet_ids).toEqual(subnetIds.data);
    for (const { vpc_id } of resources(stack, SecurityGroup)) expect(vpc_id).toBe(existingNetwork.vpcId);
  });

  test("stays as it is", () => {
    const types = Object.keys(synth(stack).resource).filter((type) =>
      /^aws_(vpc|subnet|route|route_table|internet_gateway|vpc_endpoint|flow_log|nat_gateway|default_\w+)$/.test(
        type,
      ),
    );
    expect(types).toEqual([]);
    expect(Object.keys(synth(stack).data!)).toEqual(["aws_subnet"]);
  });

  test("is looked at by every plan: subnets of this VPC, the public ones in different zones", () => {
    const subnets = synth(stack).data!.aws_subnet!;
    expect(Object.keys(subnets)).toHaveLength(6);
    for (const { lifecycle } of Object.values(subnets))
      expect(lifecycle.postcondition[0].condition).toBe('${self.vpc_id == "vpc-0123456789abcdef0"}');
    const [, last] = Object.entries(subnets).filter(([name]) => name.includes("public"));
    expect(last![1].lifecycle.postcondition[1].condition).toMatch(
      /^\$\{length\(distinct\(\[data\.aws_subnet\.[\w-]+\.availability_zone, self\.availability_zone\]\)\) >= 2\}$/,
    );
  });

  test.each<[Partial<ExistingNetworkProps>, string]>([
    [
      { vpcId: "default" },
      '`vpcId` must be the identifier of a VPC such as vpc-0123456789abcdef0, got "default"',
    ],
    [
      { cidrBlock: "10.1.0.0" },
      '`cidrBlock` must be an IPv4 block from /16 to /28 at its network address, such as 10.0.0.0/16, got "10.1.0.0"',
    ],
    [
      { subnetIds: { ...existingNetwork.subnetIds, data: existingNetwork.subnetIds.data.slice(1) } },
      "`subnetIds.data` must be two or more different identifiers of subnets",
    ],
    [
      { subnetIds: { ...existingNetwork.subnetIds, public: ["subnet-11111111", "subnet-11111111"] } },
      "`subnetIds.public` must be two or more different",
    ],
    [{ subnetIds: { ...existingNetwork.subnetIds, web: ["a", "b"] } }, "`subnetIds.web` must be"],
    [
      { subnetIds: { ...existingNetwork.subnetIds, web: existingNetwork.subnetIds.data } },
      "`subnetIds` must name no subnet in two tiers, which have different routes",
    ],
  ])("fails for %j", (change, message) => {
    expect(() => make(change)).toThrow(`[test/network] ${message}`);
  });
});
