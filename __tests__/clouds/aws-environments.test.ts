import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { TerraformStack, Testing } from "cdktf";
import { TerraformData } from "../../constructs/shared";
import { AwsStack } from "../../stacks/aws-stack";
import type { AwsStackProps } from "../../stacks/aws/stack-props";
import { keepState } from "../../stacks/aws/state";
import { Environment } from "../../stacks/context/environment";
import { profiles } from "../../stacks/context/profiles";
import { AwsStateBucket, type AwsStateBucketProps } from "../../state/aws-state-bucket";
import { AwsDeployment } from "../../rehearsal/aws/deployment";
import { type AwsEmulator, whyNoAwsEmulator } from "../../rehearsal/aws/emulator";
import { AwsStage } from "../../rehearsal/aws/stage";
import { ship } from "../../rehearsal/life/artifact";
import { play } from "../../rehearsal/life/life";
import { begins } from "../../rehearsal/life/release-steps";
import { standsBesideAnother } from "../../rehearsal/life/steps";
import { counterApp } from "../../stacks/counter-app";

const lab: AwsStackProps = { region: "us-east-1", profile: profiles.lab };
const nothing = { changes: [], outputs: [], errors: [] };
const minutes = 60_000;

const missing = whyNoAwsEmulator();
const whereEmulatorIs = missing ? describe.skip : describe;

whereEmulatorIs(`environments in one account and region of AWS${missing ? ` (${missing})` : ""}`, () => {
  const { artifact } = counterApp;
  let stage: AwsStage;
  let aws: AwsEmulator;
  beforeAll(async () => {
    stage = await AwsStage.open();
    ({ aws } = stage);
  }, 2 * minutes);
  afterAll(async () => {
    ship(artifact);
    await stage.close();
  });

  const environment = (name: string) =>
    new AwsDeployment<AwsStackProps>(
      aws,
      (app, props) => new AwsStack(new Environment(app, name), "aws-stack", props),
    );

  test(
    "stand side by side, and one goes without the other noticing, whatever has a name of its own",
    async () => {
      const context = { awsAlarmEmail: "ops@example.com", awsCustomerKey: true, awsMonthlyBudgetUsd: 100 };
      const dev = stage.deployment("dev", { context });
      const { steps } = await play(stage, [begins(dev), standsBesideAnother(stage, dev, { context })]);
      expect(steps).toMatchObject([{ outcome: "kept" }, { outcome: "kept" }]);
      dev.delete();
    },
    25 * minutes,
  );

  test(
    "refuse an account other than their own before anything is asked but whose it is",
    async () => {
      const dev = environment("dev");
      const before = aws.calls.length;
      const { changes, errors } = await dev.plan({ ...lab, accountId: "999999999999" });
      expect(errors.join()).toMatch(/123456789012|not allowed|AWS account ID not allowed/i);
      expect(changes.filter(({ address }) => !address.startsWith("terraform_data."))).toEqual([]);
      // Either tells the account.
      const questions = ["iam GetUser", "sts GetCallerIdentity"];
      expect(aws.calls.slice(before).filter((call) => !questions.includes(call))).toEqual([]);
      dev.delete();
    },
    2 * minutes,
  );

  test(
    "keep their states in one bucket, each under its own key, with a lock and former versions",
    async () => {
      const made = new AwsDeployment<AwsStateBucketProps>(
        aws,
        (app, props) => new AwsStateBucket(app, "aws-state", props),
      );
      const bucket = "states-123456789012";
      await made.apply({ bucket, region: "us-east-1" });
      expect(await made.plan({ bucket, region: "us-east-1" })).toEqual(nothing);
      await expect(made.destroy()).rejects.toThrow(/prevent_destroy/);
      for (const name of ["", "staging"]) await keepWord(aws.endpoint, bucket, name, `${name} first`);
      await keepWord(aws.endpoint, bucket, "staging", "staging second");
      const keys = (await aws.account.versionKeys(bucket)).filter((key) => key.endsWith(".tfstate"));
      expect(new Set(keys)).toEqual(
        new Set(["aws-stack/terraform.tfstate", "staging/aws-stack/terraform.tfstate"]),
      );
      expect(keys.length).toBeGreaterThanOrEqual(3);
      made.delete();
    },
    5 * minutes,
  );
});

/** Deploys a stack without any cloud, whose state is in the bucket. */
async function keepWord(endpoint: string, bucket: string, environment: string, word: string): Promise<void> {
  const app = Testing.app();
  const stack = new TerraformStack(environment === "" ? app : new Environment(app, environment), "aws-stack");
  keepState(stack, { ...lab, stateBucket: bucket });
  new TerraformData(stack, "word", { input: { word } });
  const folder = mkdtempSync(join(tmpdir(), "counterpart-state-"));
  writeFileSync(join(folder, "cdk.tf.json"), Testing.synth(stack));
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "emulated",
    AWS_SECRET_ACCESS_KEY: "emulated",
    NO_PROXY: "127.0.0.1",
  };
  const terraform = (...args: string[]) =>
    // The emulator answers in this very process, which must not wait for Terraform.
    promisify(execFile)("terraform", args, { cwd: folder, env });
  await terraform(
    "init",
    "-input=false",
    "-backend-config=use_path_style=true",
    "-backend-config=skip_credentials_validation=true",
  );
  await terraform("apply", "-auto-approve", "-input=false");
  rmSync(folder, { recursive: true });
}
