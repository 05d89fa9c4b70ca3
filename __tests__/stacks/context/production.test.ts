import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect } from "@jest/globals";
import { TerraformStack, Testing } from "cdktf";
import { Environment } from "../../../stacks/context/environment";
import { rememberProduction } from "../../../stacks/context/production";
import { profiles } from "../../../stacks/context/profiles";
import { testWith } from "../../support/skip";

const minute = 60_000;

describe("a state that was production", () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), "counterpart-production-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function terraform(command: "apply" | "destroy", given: Parameters<typeof rememberProduction>[1]): string {
    const stack = new TerraformStack(new Environment(Testing.app(), "staging"), "aws-stack");
    rememberProduction(stack, given);
    const { terraform, ...json } = JSON.parse(Testing.synth(stack)) as Record<string, unknown>;
    writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(json, null, 2));
    const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
    const run = (...args: string[]) =>
      execFileSync("terraform", args, { cwd: folder, env, encoding: "utf8", stdio: "pipe" });
    run("init", "-input=false");
    return run(command, "-auto-approve", "-input=false", "-no-color");
  }

  const lab = { profile: profiles.lab };
  const production = { profile: profiles.production };
  const refusal =
    /production-unless-leaveProduction-names-the-stack\[0\]\s+has\s+lifecycle.prevent_destroy set/;

  testWith(
    "terraform",
    "refuses a plan and a destroy as lab, unless the change says so by name",
    () => {
      expect(terraform("apply", lab)).toContain("Resources: 0 added");
      expect(terraform("apply", production)).toContain("Resources: 1 added");
      expect(terraform("apply", production)).toContain("No changes");
      expect(() => terraform("apply", lab)).toThrow(refusal);
      expect(() => terraform("destroy", lab)).toThrow(refusal);
      expect(() => terraform("apply", { ...lab, leaveProduction: ["aws-stack"] })).toThrow(refusal);
      expect(() => terraform("destroy", production)).toThrow(refusal);
      expect(terraform("apply", { ...lab, leaveProduction: ["staging/aws-stack"] })).toContain("1 destroyed");
      expect(terraform("apply", lab)).toContain("No changes");
    },
    minute,
  );

  testWith(
    "terraform",
    "goes with what says that production is not protected",
    () => {
      terraform("apply", production);
      expect(terraform("destroy", { ...production, unprotected: true })).toContain("1 destroyed");
    },
    minute,
  );
});
