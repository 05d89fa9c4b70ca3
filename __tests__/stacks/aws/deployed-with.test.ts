import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect } from "@jest/globals";
import { TerraformStack, Testing } from "cdktf";
import { rememberChoices } from "../../../stacks/aws/deployed-with";
import type { AwsStackProps } from "../../../stacks/aws/stack-props";
import { profiles } from "../../../stacks/context/profiles";
import { kubernetes } from "../../support/aws-stacks";
import { existingNetwork } from "../../support/existing-network";
import { has, testWith } from "../../support/skip";
import { withoutBackend } from "../../../rehearsal/machine/providers";
import { TerraformFolder } from "../../support/terraform";

const props: AwsStackProps = { region: "us-east-1", profile: profiles.lab };
const state = join(mkdtempSync(join(tmpdir(), "counterpart-state-")), "terraform.tfstate");

/** Runs Terraform on what the stack remembers, and on nothing else of it. */
function terraform(
  command: "apply" | "plan",
  changed: Partial<AwsStackProps>,
  ...more: readonly string[]
): string {
  const stack = new TerraformStack(Testing.app(), "aws-stack");
  rememberChoices(stack, { ...props, ...changed });
  const folder = new TerraformFolder(withoutBackend(JSON.parse(Testing.synth(stack)) as object));
  const approval = command === "apply" ? ["-auto-approve"] : [];
  return folder
    .run(command, "-input=false", "-no-color", `-state=${state}`, ...approval, ...more)
    .replace(/\s+/g, " ");
}

describe("what the AWS stack was deployed with", () => {
  beforeAll(() => void (has("terraform") && terraform("apply", {})));

  const refused = (option: string, deployed: string, wanted: string) =>
    `\`${option}\` must stay "${deployed}", which the stack was deployed with, got "${wanted}"`;

  testWith("terraform", "stays as it is when it is deployed again", () => {
    expect(terraform("plan", {})).toContain("No changes");
  });

  testWith("terraform", "is held against another region", () => {
    expect(() => terraform("plan", { region: "eu-west-1" })).toThrow(/`awsRegion`/);
  });

  testWith("terraform", "is held against a key that comes, in a sentence that says it all", () => {
    let message = "";
    try {
      terraform("plan", { customerKey: true });
    } catch (error) {
      message = (error as Error).message.replace(/[\s│]+/g, " ");
    }
    expect(message).toContain(refused("awsCustomerKey", "false", "true"));
    expect(message).toContain("Set it back; or deploy a second stack, move the data, and destroy this one.");
  });

  testWith(
    "terraform",
    "is held against the other web tier, from either side, until that is replaced",
    () => {
      const meant = "-replace=terraform_data.deployed-with";
      expect(() => terraform("plan", { kubernetes })).toThrow(/`webTier`/);
      terraform("apply", { kubernetes }, meant);
      expect(terraform("plan", { kubernetes })).toContain("No changes");
      expect(() => terraform("plan", {})).toThrow(/`webTier`/);
      terraform("apply", {}, meant);
      expect(terraform("plan", {})).toContain("No changes");
    },
  );

  testWith("terraform", "is held against a network that was there before", () => {
    expect(() => terraform("plan", { existingNetwork })).toThrow(/`awsExistingNetwork`/);
  });
});
