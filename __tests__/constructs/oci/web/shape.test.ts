import { describe, expect, test } from "@jest/globals";
import { ref, Token } from "cdktf";
import { Shape } from "../../../../constructs/oci";

const size = { ocpus: 1, memoryGiB: 8 };

describe("shape on OCI", () => {
  test.each([
    ["VM.Standard.A1.Flex", true],
    ["VM.Standard.A2.Flex", true],
    ["VM.Standard.E5.Flex", false],
    ["VM.Standard3.Flex", false],
  ])("knows whether %s has an Arm processor: %s", (name, isArm) => {
    expect(Shape.flexible(name, size).isArm).toBe(isArm);
  });

  test.each(["VM.Standard.E5.Flex", "BM.Standard3.64", "t3.micro"])(
    "fails when a fixed one is %j",
    (name) => {
      expect(() => Shape.fixed(name)).toThrow(
        `\`name\` must be a fixed VM shape such as VM.Standard2.1, got "${name}"`,
      );
    },
  );

  test.each(["VM.Standard2.1", "BM.Standard.E5.Flex"])("fails when a flexible one is %j", (name) => {
    expect(() => Shape.flexible(name, size)).toThrow(
      `\`name\` must be a flexible VM shape such as VM.Standard.E5.Flex, got "${name}"`,
    );
  });

  test.each<[Partial<typeof size>, string]>([
    [{ ocpus: 0.5 }, "`ocpus` must be a whole number, 1 or more, got 0.5"],
    [{ ocpus: 0 }, "`ocpus` must be a whole number, 1 or more, got 0"],
    [
      { memoryGiB: 0.5 },
      "`memoryGiB` must be a whole number from 1 to 64, which is 1 to 64 for each of `ocpus`, got 0.5",
    ],
    [{ memoryGiB: 65 }, "`memoryGiB` must be a whole number from 1 to 64, which"],
    [{ ocpus: 4, memoryGiB: 3 }, "`memoryGiB` must be a whole number from 4 to 256, which"],
  ])("fails for a size of %j", (change, message) => {
    expect(() => Shape.flexible("VM.Standard.E5.Flex", { ...size, ...change })).toThrow(message);
  });

  test("is chosen at deploy time by a token, and by nothing that is known already", () => {
    expect(Shape.chosen(Token.asString(ref("var.shape")), size).isChosen).toBe(true);
    expect(() => Shape.chosen("VM.Standard2.1", size)).toThrow(
      '`name` must be a token such as a variable\'s value, got "VM.Standard2.1"',
    );
  });
});
