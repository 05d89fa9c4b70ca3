import {
  DescribeAvailabilityZonesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeRegionsCommand,
} from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, test } from "@jest/globals";
import { Zones } from "../../../constructs/aws";
import { regionEnabled } from "../../aws/region";
import { who } from "../../aws/who";
import { instanceTypeInZones, zones } from "../../aws/zones";
import { Stack } from "../../stack";
import { accountId, awsStage } from "../support/aws-stage";
import { aws, empty } from "../support/stacks";

const stage = awsStage();

/** The stack with more in its provider block. */
function withProvider(block: object): Stack {
  const { json } = aws();
  return new Stack({ ...json, provider: { aws: [{ ...json.provider.aws![0], ...block }] } });
}

describe("the account", () => {
  test("is told, with who asks", async () => {
    expect(await stage.ask([who(aws())])).toMatchObject({
      verdict: "ok",
      says: expect.stringMatching(/^account 111122223333, as arn:aws:sts::.*deployer/),
    });
  });

  test.each([
    [{ allowed_account_ids: [accountId, "444455556666"] }, "ok"],
    [{ allowed_account_ids: ["444455556666"] }, "failure"],
    [{ forbidden_account_ids: [accountId] }, "failure"],
  ])("with %j in the provider's block is %s", async (block, verdict) => {
    expect(await stage.ask([who(withProvider(block))])).toMatchObject({ verdict });
  });

  test("is better not entered as its root user", async () => {
    stage.fake.on(GetCallerIdentityCommand, { Account: accountId, Arn: `arn:aws:iam::${accountId}:root` });
    expect(await stage.ask([who(aws())])).toMatchObject({ verdict: "warning" });
  });

  test("that takes no credentials is not known", async () => {
    stage.fake.reset();
    stage.fake.deniesAll = true;
    expect(await stage.ask([who(aws())])).toMatchObject({ unanswered: "not permitted" });
  });
});

describe("the region", () => {
  test.each([
    ["opt-in-not-required", "ok"],
    ["opted-in", "ok"],
    ["not-opted-in", "failure"],
  ])("that is %s: %s, as a region tells that is always enabled", async (OptInStatus, verdict) => {
    const asked: string[] = [];
    stage.fake.on(DescribeRegionsCommand, ({ region, parameters }) => {
      asked.push(`${region} about ${parameters.get("Filter.1.Value.1")}`);
      return { Regions: [{ RegionName: "eu-south-1", OptInStatus }] };
    });
    expect(await stage.ask([regionEnabled("eu-south-1")])).toMatchObject({ verdict });
    expect(asked).toEqual(["us-east-1 about eu-south-1"]);
  });

  test("that there is not is a failure", async () => {
    stage.fake.on(DescribeRegionsCommand, { Regions: [] });
    expect(await stage.ask([regionEnabled("eu-nowhere-1")])).toMatchObject({
      verdict: "failure",
      says: "there is no region eu-nowhere-1",
    });
  });
});

/** Zones that the region has, by their letters. */
function has(letters: string): void {
  stage.fake.on(DescribeAvailabilityZonesCommand, {
    AvailabilityZones: [...letters].map((letter, index) => ({
      ZoneName: `us-east-1${letter}`,
      ZoneId: `use1-az${index + 1}`,
    })),
  });
}

describe("the zones", () => {
  const named = aws({ ownNetwork: { zones: Zones.named("us-east-1a", "us-east-1d") } });

  test.each([
    // The third is the one whose servers are of another decade.
    ["abc", aws(), "ok"],
    ["a", aws(), "failure"],
    ["", aws(), "failure"],
    ["abcd", named, "ok"],
    ["abc", named, "failure"],
  ])("%j: %#", async (letters, stack, verdict) => {
    has(letters);
    expect(await stage.ask(zones(stack))).toMatchObject({ verdict });
  });

  test("are not asked for where the stack makes no subnet", () => {
    expect(zones(empty())).toEqual([]);
  });
});

describe("the instance type", () => {
  const offered = (letters: string) =>
    stage.fake.on(DescribeInstanceTypeOfferingsCommand, {
      InstanceTypeOfferings: [...letters].map((letter) => ({
        InstanceType: "t3.micro" as const,
        Location: `us-east-1${letter}`,
        LocationType: "availability-zone" as const,
      })),
    });

  test.each([
    ["abf", "ok", /can be had in us-east-1a and us-east-1b$/],
    ["af", "warning", /cannot be had in us-east-1b, so servers start in the other zones/],
    ["f", "failure", /cannot be had in us-east-1a and us-east-1b, so no server would start/],
  ])("that %j have: %s", async (letters, verdict, says) => {
    has("abdef");
    offered(letters);
    expect(await stage.ask(instanceTypeInZones(aws()))).toMatchObject({
      verdict,
      says: expect.stringMatching(says),
    });
  });
});
