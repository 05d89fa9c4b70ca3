import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AwsDeployment } from "../../../rehearsal/aws/deployment";
import { AwsEmulator, whyNoAwsEmulator } from "../../../rehearsal/aws/emulator";
import { awsChanges } from "./aws";
import { type AwsBase, awsProps } from "./aws-bases";
import { type Existing, existingIn } from "./aws-existing";
import { verdictOn } from "./change";

const minutes = 60_000;

/** Deploys a base, and has the provider plan each change of it. */
export function proveAwsChanges(base: AwsBase): void {
  const missing = whyNoAwsEmulator();
  const whereEmulatorIs = missing ? describe.skip : describe;
  whereEmulatorIs(`a change of a ${base} that runs on AWS${missing ? ` (${missing})` : ""}`, () => {
    let aws: AwsEmulator;
    let stack: AwsDeployment;
    let there: Existing;

    beforeAll(async () => {
      aws = await AwsEmulator.start();
      stack = new AwsDeployment(aws);
      there = await existingIn(aws.account);
      await stack.apply(awsProps(base, {}, there));
    }, 20 * minutes);
    afterAll(async () => {
      stack.delete();
      await aws.stop();
    });

    test.each(awsChanges.filter((change) => change.base === base))(
      "$option: $change → $effect",
      async ({ to, effect, gone = [], refusal = "must stay" }) => {
        const planned = await stack.plan(awsProps(base, to, there), "-refresh=false");
        expect({ ...verdictOn(planned, "aws_launch_template"), errors: planned.errors }).toEqual({
          effect,
          gone,
          errors: effect === "refused" ? [expect.stringContaining(refusal)] : [],
        });
      },
      5 * minutes,
    );
  });
}
