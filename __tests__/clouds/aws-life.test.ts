import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { profiles } from "../../stacks/profiles";
import { AwsDeployment } from "../support/aws-deployment";
import { AwsEmulator, whyNoAwsEmulator } from "../support/aws-emulator";

const lab = { region: "us-east-1", profile: profiles.lab };
const nothing = { changes: [], outputs: [], errors: [] };
const minutes = 60_000;

const missing = whyNoAwsEmulator();
(missing ? describe.skip : describe)(`the life of a lab on AWS${missing ? ` (${missing})` : ""}`, () => {
  let aws: AwsEmulator;
  let stack: AwsDeployment;

  beforeAll(async () => {
    aws = await AwsEmulator.start();
    stack = new AwsDeployment(aws);
  }, 2 * minutes);
  afterAll(() => aws.stop());

  test(
    "begins with one apply, stays as it is, and ends with one destroy",
    async () => {
      await stack.apply(lab);
      expect(stack.resources.length).toBeGreaterThan(80);
      expect(await stack.plan(lab)).toEqual(nothing);
      await stack.destroy();
      expect(stack.resources).toEqual([]);
    },
    15 * minutes,
  );
});
