import { DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import {
  DescribeAccountLimitsCommand,
  DescribeLoadBalancersCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { loadBalancersAllowed } from "../../aws/load-balancers";
import { Refused } from "../support/aws-fake";
import { awsStage } from "../support/aws-stage";
import { aws, empty } from "../support/stacks";

const stage = awsStage();
const ask = () => stage.ask(loadBalancersAllowed(aws()));

/** Regions that have a load balancer. */
const stand = (...regions: string[]) =>
  stage.fake.on(DescribeLoadBalancersCommand, ({ region }) => ({
    LoadBalancers: regions.includes(region) ? [{ LoadBalancerName: "one" }] : [],
  }));
const allows = (Max: string) =>
  stage.fake.on(DescribeAccountLimitsCommand, {
    Limits: [
      { Name: "network-load-balancers", Max: "7" },
      { Name: "application-load-balancers", Max },
    ],
  });

describe("whether an account may make load balancers", () => {
  beforeEach(() => {
    allows("50");
    stage.fake.on(DescribeRegionsCommand, {
      Regions: ["us-east-1", "eu-west-1", "ap-south-1"].map((RegionName) => ({ RegionName })),
    });
  });

  test("is proven by one in the region", async () => {
    stand("us-east-1");
    expect(await ask()).toMatchObject({
      verdict: "ok",
      says: expect.stringMatching(/^proven: .* us-east-1$/),
    });
  });

  test("is proven by one in another region", async () => {
    stand("ap-south-1");
    expect(await ask()).toMatchObject({
      verdict: "ok",
      says: expect.stringMatching(/^proven: .* ap-south-1$/),
    });
  });

  test("is unknown without one, whatever the quota says, and never said to be right", async () => {
    stand();
    expect(await ask()).toMatchObject({
      verdict: "warning",
      says: expect.stringMatching(/^unknown: /),
      fix: expect.stringContaining("aws elbv2 create-load-balancer --region us-east-1"),
    });
  });

  test("is unknown where other regions may not be asked", async () => {
    stage.fake.on(DescribeLoadBalancersCommand, ({ region }) =>
      region === "us-east-1" ? { LoadBalancers: [] } : new Refused("AccessDenied"),
    );
    expect(await ask()).toMatchObject({ verdict: "warning", says: expect.stringMatching(/^unknown: /) });
  });

  test("is refused by a limit of none", async () => {
    stand();
    allows("0");
    expect(await ask()).toMatchObject({ verdict: "failure", says: expect.stringMatching(/^refused: /) });
  });

  test("is not asked for a stack without one", () => {
    expect(loadBalancersAllowed(empty())).toEqual([]);
  });
});
