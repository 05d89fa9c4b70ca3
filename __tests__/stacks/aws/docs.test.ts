import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { costTable } from "../../../docs/generate/aws-costs";
import { profiles } from "../../../stacks/context/profiles";
import { inventoryTable } from "../../support/aws-inventory";
import { awsStack, kubernetes } from "../../support/aws-stacks";
import { generatedPart } from "../../support/markdown";
import { synth } from "../../support/synth";

const folder = join(__dirname, "../../../docs");
const page = join(folder, "aws.md");
const stacks = {
  lab: awsStack(profiles.lab),
  production: awsStack(profiles.production),
  "lab on Kubernetes": awsStack(profiles.lab, { kubernetes }),
};

describe("docs/aws.md (`UPDATE_DOCS=1` writes it anew)", () => {
  test("lists what is created in each profile", () => {
    const current = inventoryTable(stacks);
    expect(generatedPart(page, "resources", current)).toBe(current);
  });

  test("multiplies list prices by what is created", () => {
    const current = costTable(
      Object.fromEntries(Object.entries(stacks).map(([name, stack]) => [name, synth(stack)])),
    );
    expect(generatedPart(page, "costs", current)).toBe(current);
  });

  test("names every output", () => {
    const text = readFileSync(page, "utf8");
    const outputs = Object.values(stacks).flatMap((stack) => Object.keys(synth(stack).output));
    for (const output of outputs) expect(text).toContain(`\`${output}\``);
  });
});
