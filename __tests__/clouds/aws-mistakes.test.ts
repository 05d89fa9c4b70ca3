import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AwsDeployment } from "../../rehearsal/aws/deployment";
import { AwsEmulator, whyNoAwsEmulator } from "../../rehearsal/aws/emulator";
import { type AwsInput, awsProps } from "./changes/aws-bases";
import { type Existing, existingIn } from "./changes/aws-existing";

const minutes = 60_000;
const missing = whyNoAwsEmulator();
const whereEmulatorIs = missing ? describe.skip : describe;

/** What only the account knows, and the sentence that ends the plan. */
const mistakes: Readonly<Record<string, readonly [to: AwsInput, sentence: string]>> = {
  "a hosted zone of another name": [
    { context: { awsDomainName: "www.example.org", awsHostedZoneId: "<zone>" } },
    "must be the one that www.example.org lies in, and is that of example.com.",
  ],
  "a hosted zone whose name is only the end of a word": [
    { context: { awsDomainName: "wwwexample.com", awsHostedZoneId: "<zone>" } },
    "must be the one that wwwexample.com lies in, and is that of example.com.",
  ],
  "a hosted zone that nobody has": [
    { context: { awsDomainName: "www.example.com", awsHostedZoneId: "Z0123456789ABC" } },
    "no matching Route 53 Hosted Zone found",
  ],
  "a hosted zone that is a VPC's own": [
    { context: { awsDomainName: "www.example.com", awsHostedZoneId: "<private zone>" } },
    "must be a public one, or neither visitors nor AWS find what is in it.",
  ],
  "a zone that the region does not have": [
    { context: { awsRegion: "us-west-1", awsZones: "us-west-1a,us-west-1f" } },
    "The zones us-west-1a, us-west-1f must all be zones of us-west-1 that are open to this account",
  ],
  "an image for another processor": [
    { code: { web: { imageId: "<image>", instanceType: "t4g.micro" } } },
    "must be for arm64, the processor of t4g.micro, and is for x86_64.",
  ],
  "an image of another system": [
    { code: { web: { imageId: "<image of another system>" } } },
    "must be made from Amazon Linux 2023, whose disk is /dev/xvda, and has /dev/sda1.",
  ],
  "an instance type that EC2 does not have": [
    { code: { web: { instanceType: "m99.large" } } },
    "reading EC2 Instance Type",
  ],
  "a subnet of another VPC": [
    { context: { awsExistingNetwork: "<network with a foreign subnet>" } },
    "of the web tier must belong to vpc-",
  ],
  "a load balancer in one zone": [
    { context: { awsExistingNetwork: "<network in one zone>" } },
    "The subnets of the public tier must lie in 2 different zones, and lie in 1.",
  ],
};

whereEmulatorIs(`a mistake that only the account can know on AWS${missing ? ` (${missing})` : ""}`, () => {
  let aws: AwsEmulator;
  let stack: AwsDeployment;
  let there: Existing;

  beforeAll(async () => {
    aws = await AwsEmulator.start();
    stack = new AwsDeployment(aws);
    there = await existingIn(aws.account);
  }, 2 * minutes);
  afterAll(async () => {
    stack.delete();
    await aws.stop();
  });

  test.each(Object.entries(mistakes))(
    "%s ends the plan",
    async (_, [to, sentence]) => {
      const { errors } = await stack.plan(awsProps("lab", to, there));
      expect(errors.join("\n").replace(/\s+/g, " ")).toContain(sentence);
      expect(aws.calls.filter((call) => !/ (Describe|Get|List|GET |HEAD )/.test(call))).toEqual([]);
    },
    5 * minutes,
  );

  test(
    "to leave a zone that came after the first deployment ends the plan",
    async () => {
      const three = awsProps("lab", { context: { awsZones: "us-east-1a,us-east-1b,us-east-1c" } }, there);
      const { changes } = await stack.plan(three);
      const subnets = changes.flatMap(({ address }) => (address.startsWith("aws_subnet.") ? [address] : []));
      await stack.apply(three, ...subnets.map((address) => `-target=${address}`));
      const { errors } = await stack.plan(
        awsProps("lab", { context: { awsZones: "us-east-1a,us-east-1b" } }, there),
      );
      expect(errors.join("\n").replace(/\s+/g, " ")).toMatch(
        /`zones` \(in cdktf.json `awsZones`\) must stay .* got zones by the letters a, b: subnet-\w+ lies in another one/,
      );
    },
    5 * minutes,
  );
});
