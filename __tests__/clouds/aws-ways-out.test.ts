import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { whyNoAwsEmulator } from "../../rehearsal/aws/emulator";
import { AwsStage } from "../../rehearsal/aws/stage";
import { play } from "../../rehearsal/life/life";
import { refusesDestroy } from "../../rehearsal/life/production-steps";
import type { Deployed } from "../../rehearsal/life/stage";
import { awsBases } from "./changes/aws-bases";

const minutes = 60_000;
const missing = whyNoAwsEmulator();
const whereEmulatorIs = missing ? describe.skip : describe;

whereEmulatorIs(`a production on AWS${missing ? ` (${missing})` : ""}`, () => {
  let stage: AwsStage;
  let stack: Deployed;

  beforeAll(async () => {
    stage = await AwsStage.open();
    const context = { ...awsBases.production, awsCustomerKey: true, awsWebAcl: true };
    stack = stage.deployment(undefined, { context });
    await stack.apply();
  }, 15 * minutes);
  afterAll(async () => {
    stack.delete();
    await stage.close();
  });

  test(
    "refuses `destroy`; without protection it goes, and leaves the database's last snapshot",
    async () => {
      const { steps } = await play(stage, [refusesDestroy(stage, stack)]);
      expect(steps).toMatchObject([{ outcome: "kept" }]);
      await stack.apply({ context: { awsDeletionProtection: false } });
      await stack.destroy();
      // RDS's own snapshots go by themselves.
      const left = (await stage.leftovers()).filter((name) => !name.startsWith("rds rds:"));
      expect(left).toEqual([expect.stringMatching(/^rds aws-stack-database-final-[0-9a-f]{8}$/)]);
    },
    15 * minutes,
  );
});
