import { CoreInstance } from "@cdktf/provider-oci/lib/core-instance";
import { CoreInstanceConfiguration } from "@cdktf/provider-oci/lib/core-instance-configuration";
import { describe, expect } from "@jest/globals";
import { DataResource, ref, type TerraformStack, Token } from "cdktf";
import { Shape } from "../../../../constructs/oci";
import { testWith } from "../../../support/skip";
import { resources, type Synthesized, theResource } from "../../../support/synth";
import { TerraformFolder } from "../../../support/terraform";
import { single, webTierWith } from "../tiers";

const chosenLater = {
  imageId: Token.asString(ref("var.image")),
  shape: Shape.chosen(Token.asString(ref("var.shape")), { ocpus: 1, memoryGiB: 8 }),
};
const replacementTrigger = (stack: TerraformStack) =>
  resources(stack, DataResource).find(({ logicalId }) => logicalId.includes("made-from"))!;

/** Stands in for the servers: it has their life cycle, and their image as its only argument. */
function standIn({ lifecycle }: Synthesized, { logicalId, input }: Synthesized): TerraformFolder {
  return new TerraformFolder({
    variable: { image: { default: "" }, newest: { default: "june" }, shape: { default: "VM.Standard2.1" } },
    resource: {
      terraform_data: {
        [logicalId]: { input: input as object },
        servers: {
          input: '${var.image == "" ? var.newest : var.image}',
          lifecycle: { ...(lifecycle as object), ignore_changes: ["input"] },
        },
      },
    },
    output: { image: { value: "${terraform_data.servers.output}" } },
  });
}

describe("servers on OCI whose image or processor changes", () => {
  const pool = () => {
    const { stack } = webTierWith(chosenLater);
    return standIn(theResource(stack, CoreInstanceConfiguration), replacementTrigger(stack));
  };
  const server = () => {
    const { stack } = webTierWith({ ...chosenLater, exposure: single });
    return standIn(theResource(stack, CoreInstance), replacementTrigger(stack));
  };
  const applied = (folder: TerraformFolder, choices: Record<string, string>) => {
    const variables = Object.entries(choices).map(([name, value]) => `-var=${name}=${value}`);
    const log = folder.run("apply", "-auto-approve", "-input=false", "-no-color", ...variables);
    const image = folder.run("output", "-raw", "image");
    return { image, replaced: /terraform_data\.servers (will|must) be replaced/.test(log) };
  };

  for (const [which, made] of Object.entries({ "of a pool": pool, "that stand alone": server })) {
    testWith(
      "terraform",
      `${which} are made anew from an image that somebody chose, and once back to Oracle's`,
      () => {
        const folder = made();
        applied(folder, {});
        expect(applied(folder, { image: "mine" })).toEqual({ image: "mine", replaced: true });
        expect(applied(folder, { image: "mine", newest: "july" })).toEqual({
          image: "mine",
          replaced: false,
        });
        expect(applied(folder, { newest: "july" })).toEqual({ image: "july", replaced: true });
      },
    );

    testWith("terraform", `${which} stay as they are when Oracle has a newer image`, () => {
      const folder = made();
      applied(folder, {});
      expect(applied(folder, { newest: "july" })).toEqual({ image: "june", replaced: false });
    });

    testWith(
      "terraform",
      `${which} are made anew on another kind of processor, and stay on another of the same`,
      () => {
        const folder = made();
        applied(folder, {});
        expect(applied(folder, { shape: "VM.Standard.E5.Flex" }).replaced).toBe(false);
        expect(applied(folder, { shape: "VM.Standard.A1.Flex" }).replaced).toBe(true);
        expect(applied(folder, { shape: "VM.Standard.A2.Flex" }).replaced).toBe(false);
      },
    );
  }
});
