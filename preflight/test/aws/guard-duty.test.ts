import {
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, test } from "@jest/globals";
import { guardDutyLeftovers } from "../../aws/guard-duty";
import { awsStage } from "../support/aws-stage";
import { aws, empty } from "../support/stacks";

const stage = awsStage();
const stack = aws();

const tags = [
  { Key: "application", Value: "counterpart" },
  { Key: "stack", Value: "aws-stack" },
];

describe("what GuardDuty leaves", () => {
  const askOf = (given = stack) => stage.ask(guardDutyLeftovers(given));
  const vpcs = (...ids: string[]) =>
    stage.fake.on(DescribeVpcsCommand, { Vpcs: ids.map((VpcId) => ({ VpcId, Tags: tags })) });
  const left = (endpoints: string[], groups: string[]) => {
    stage.fake.on(DescribeVpcEndpointsCommand, ({ parameters }) =>
      parameters.get("Filter.2.Value.1") === "*guardduty-data*"
        ? { VpcEndpoints: endpoints.map((VpcEndpointId) => ({ VpcEndpointId })) }
        : {},
    );
    stage.fake.on(DescribeSecurityGroupsCommand, ({ parameters }) =>
      parameters.get("Filter.2.Value.1") === "GuardDutyManagedSecurityGroup-*"
        ? { SecurityGroups: groups.map((GroupId) => ({ GroupId })) }
        : {},
    );
  };

  test("is nothing before there is a network", async () => {
    vpcs();
    expect(await askOf()).toMatchObject({ verdict: "ok" });
  });

  test("is nothing in a network without it", async () => {
    vpcs("vpc-1");
    left([], []);
    expect(await askOf()).toMatchObject({ verdict: "ok", says: "there is nothing of GuardDuty's in vpc-1" });
  });

  test("keeps the stack's network from being destroyed", async () => {
    vpcs("vpc-1");
    left(["vpce-1"], ["sg-1"]);
    expect(await askOf()).toMatchObject({
      verdict: "warning",
      says: expect.stringContaining("vpce-1 and sg-1"),
      fix: expect.stringMatching(/delete-vpc-endpoints.* vpce-1.*delete-security-group --group-id sg-1/),
    });
  });

  test("is looked for in a network with the tags of the stack alone", async () => {
    const filters: (string | null)[] = [];
    stage.fake.on(DescribeVpcsCommand, ({ parameters }) => {
      filters.push(...["Filter.1.Name", "Filter.2.Name"].map((name) => parameters.get(name)));
      return { Vpcs: [] };
    });
    await askOf();
    expect(filters).toEqual(["tag:application", "tag:stack"]);
    expect(guardDutyLeftovers(empty())).toEqual([]);
  });
});
