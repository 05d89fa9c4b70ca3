import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { App, TerraformStack, Testing } from "cdktf";
import { TerraformData } from "../../../constructs/shared";
import { keepState as keepAwsState } from "../../../stacks/aws/state";
import { forgetOtherEnvironments } from "../../../stacks/context/backends";
import { Environment } from "../../../stacks/context/environment";
import { profiles } from "../../../stacks/context/profiles";
import { keepState as keepOciState } from "../../../stacks/oci/state";
import { testWith } from "../../support/skip";

const minute = 60_000;

describe("the state of an environment", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "counterpart-environments-"));
    jest.spyOn(process, "cwd").mockReturnValue(root);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(root, { recursive: true });
  });

  /** Synthesizes a stack that needs no provider, as `main.ts` does with the real ones. */
  function synthesize(environment: string, word: string): string {
    const app = new App({ outdir: path.join(root, "cdktf.out"), context: {} });
    const stack = new TerraformStack(
      environment === "" ? app : new Environment(app, environment),
      "aws-stack",
    );
    keepAwsState(stack, { region: "us-east-1", profile: profiles.lab });
    new TerraformData(stack, "word", { input: { word } });
    forgetOtherEnvironments(app);
    app.synth();
    return path.join(root, "cdktf.out/stacks/aws-stack");
  }

  function terraform(folder: string, ...args: string[]): string {
    const env = { ...process.env, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
    return execFileSync("terraform", [`-chdir=${folder}`, ...args], { encoding: "utf8", stdio: "pipe", env });
  }

  function deploy(environment: string, word: string): void {
    const folder = synthesize(environment, word);
    terraform(folder, "init", "-input=false");
    terraform(folder, "apply", "-auto-approve", "-input=false");
  }

  const stateOf = (file: string) => readFileSync(path.join(root, file), "utf8");

  testWith(
    "terraform",
    "is never that of another, though they share a folder",
    () => {
      deploy("", "unnamed");
      deploy("staging", "staged");
      deploy("pr-7", "proposed");
      deploy("staging", "staged again");
      expect(stateOf("terraform.aws-stack.tfstate")).toContain('"unnamed"');
      expect(stateOf("terraform.staging.aws-stack.tfstate")).toContain('"staged again"');
      expect(stateOf("terraform.pr-7.aws-stack.tfstate")).toContain('"proposed"');
      const folder = synthesize("", "unnamed");
      terraform(folder, "init", "-input=false");
      expect(terraform(folder, "plan", "-input=false")).toContain("No changes");
    },
    minute,
  );

  testWith(
    "terraform",
    "is not forgotten by a second synthesis of the same environment, so that it can still be moved",
    () => {
      deploy("staging", "staged");
      const memory = path.join(synthesize("staging", "staged"), ".terraform/terraform.tfstate");
      expect(existsSync(memory)).toBe(true);
      synthesize("", "unnamed");
      expect(existsSync(memory)).toBe(false);
    },
    minute,
  );

  const backendOf = (environment: string, keep: (stack: TerraformStack) => void) => {
    const app = Testing.app();
    const stack = new TerraformStack(environment === "" ? app : new Environment(app, environment), "a-stack");
    keep(stack);
    return (JSON.parse(Testing.synth(stack)) as { terraform: Record<string, unknown> }).terraform;
  };

  test.each([
    ["", "a-stack/terraform.tfstate"],
    ["staging", "staging/a-stack/terraform.tfstate"],
  ])("has a key of its own in a bucket on both clouds: %s", (environment, key) => {
    const aws = { region: "us-east-1", profile: profiles.lab, stateBucket: "states-111122223333" };
    const oci = { namespace: "axabc", bucket: "states", region: "us-ashburn-1" };
    expect(backendOf(environment, (stack) => keepAwsState(stack, aws)).backend).toEqual({
      s3: { bucket: "states-111122223333", region: "us-east-1", key, encrypt: true, use_lockfile: true },
    });
    expect(backendOf(environment, (stack) => keepOciState(stack, oci))).toMatchObject({
      backend: { oci: { ...oci, key } },
      required_version: ">= 1.12.0",
    });
  });
});
