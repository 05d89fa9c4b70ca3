import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readFileSync, writeFileSync } from "node:fs";
import { AwsDeployment } from "../../rehearsal/aws/deployment";
import { AwsEmulator, whyNoAwsEmulator } from "../../rehearsal/aws/emulator";
import { profiles } from "../../stacks/context/profiles";
import { kubernetes } from "../support/aws-stacks";

const lab = { region: "us-east-1", profile: profiles.lab, kubernetes };
const nothing = { changes: [], outputs: [], errors: [] };
const minutes = 60_000;

const missing = whyNoAwsEmulator();
const whereEmulatorIs = missing ? describe.skip : describe;

whereEmulatorIs(`the life of a stack with a cluster on AWS${missing ? ` (${missing})` : ""}`, () => {
  let aws: AwsEmulator;
  let stack: AwsDeployment;

  beforeAll(async () => {
    aws = await AwsEmulator.start();
    stack = new AwsDeployment(aws);
    await stack.apply(lab);
  }, 15 * minutes);
  afterAll(async () => {
    stack.delete();
    await aws.stop();
  });

  test(
    "stays as it is",
    async () => {
      expect(await stack.plan(lab)).toEqual(nothing);
    },
    5 * minutes,
  );
  test(
    "replaces no cluster that was bootstrapped in another way, or that AWS tells nothing about",
    async () => {
      const state = readFileSync(stack.statePath, "utf8");
      const flags = /"(bootstrap_self_managed_addons|bootstrap_cluster_creator_admin_permissions)": false/g;
      expect(state.match(flags)).toHaveLength(2);
      for (const value of ["true", "null"]) {
        writeFileSync(stack.statePath, state.replace(flags, `"$1": ${value}`));
        const { changes, errors } = await stack.plan(lab, "-refresh=false");
        const replaced = changes.filter(({ action }) => action === "replace" || action === "delete");
        expect({ value, errors, replaced }).toEqual({ value, errors: [], replaced: [] });
      }
      writeFileSync(stack.statePath, state);
    },
    5 * minutes,
  );

  test(
    "ends with one destroy",
    async () => {
      await stack.destroy();
      expect(stack.resources).toEqual([]);
    },
    15 * minutes,
  );
});
