import { describe, expect } from "@jest/globals";
import { isOneBlockAway } from "../../../../constructs/oci/network/cidr-blocks";
import { testWith } from "../../../support/skip";
import { TerraformFolder } from "../../../support/terraform";

const [first, one, two, three] = ["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"] as const;

const changes: readonly { before: string[]; after: [string, ...string[]]; isTaken: boolean }[] = [
  { before: [first], after: [first], isTaken: true },
  { before: [first], after: [first, one], isTaken: true },
  { before: [first], after: [first, one, two], isTaken: false },
  { before: [first, one], after: [first], isTaken: true },
  { before: [first, one, two], after: [first], isTaken: false },
  { before: [first, one, two], after: [first, two], isTaken: true },
  { before: [first, two], after: [first, one, two], isTaken: false },
  { before: [first, one], after: [first, two], isTaken: true },
  { before: [first, one, two], after: [first, two, three], isTaken: false },
];

// The same that `oneEditAway` of the provider takes.
describe("addresses of a VCN that is there on OCI", () => {
  testWith("terraform", "change by one block at a time, and more is refused by name", () => {
    const evaluate = ({ before, after }: (typeof changes)[number]) => {
      const { condition, errorMessage } = isOneBlockAway("local.now", after);
      const folder = new TerraformFolder({
        locals: { now: `\${tolist(${JSON.stringify(before)})}` },
        output: { taken: { value: condition }, refusal: { value: errorMessage } },
      });
      folder.run("apply", "-auto-approve", "-input=false");
      return JSON.parse(folder.run("output", "-json")) as Record<"taken" | "refusal", { value: unknown }>;
    };
    for (const change of changes)
      expect({ ...change, isTaken: evaluate(change).taken.value }).toEqual(change);
    expect(evaluate(changes[2]!).refusal.value).toBe(
      "A VCN takes one block of addresses more or less at a time, a new one at the end. It has 10.0.0.0/16 and is to have 10.0.0.0/16, 10.1.0.0/16, 10.2.0.0/16: change one block of `moreCidrBlocks` (in cdktf.json `ociMoreCidrBlocks`), deploy, then change the next.",
    );
  });
});
