import { CoreInstanceConfiguration } from "@cdktf/provider-oci/lib/core-instance-configuration";
import { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { describe, expect, test } from "@jest/globals";
import { ref, Token } from "cdktf";
import { Shape } from "../../../../constructs/oci";
import { serverLaunch } from "../../../../constructs/oci/web/server-launch";
import { bootScriptOf } from "../../../support/boot";
import { synth, theResource } from "../../../support/synth";
import { ociTestStack, webTierWith } from "../tiers";
import { launchOf, imageFilterOf, images } from "./launch-of";

describe("what a server on OCI boots from", () => {
  test("are VM.Standard2.1 on Oracle Linux 9", () => {
    const { stack } = webTierWith();
    expect(launchOf(stack)).toMatchObject({ shape: "VM.Standard2.1" });
    expect(launchOf(stack)).not.toHaveProperty("shape_config");
    expect(imageFilterOf(stack)).toMatchObject({
      operating_system: "Oracle Linux",
      operating_system_version: "9",
      shape: "VM.Standard2.1",
      sort_order: "DESC",
    });
  });

  test("run Oracle Linux 8 with the newest Node that it has where they were told to", () => {
    const { stack } = webTierWith({ oracleLinux: "8" });
    expect(imageFilterOf(stack)).toMatchObject({ operating_system_version: "8" });
    const [filter] = imageFilterOf(stack).filter;
    expect(images.filter((candidate) => new RegExp(filter!.values[0]!).test(candidate))).toEqual([
      "Oracle-Linux-8.10-2026.06.15-0",
    ]);
    expect(bootScriptOf(stack)).toContain("module enable nodejs:22 ");
    expect(() => webTierWith({ oracleLinux: "7" as "8" })).toThrow(
      '[test/web] `oracleLinux` must be 8 or 9, because no supported Node runs on 7, got "7"',
    );
  });

  test("have OCPUs and memory where their shape is flexible", () => {
    const shape = Shape.flexible("VM.Standard.E5.Flex", { ocpus: 2, memoryGiB: 16 });
    expect(launchOf(webTierWith({ shape }).stack)).toMatchObject({
      shape: "VM.Standard.E5.Flex",
      shape_config: { ocpus: 2, memory_in_gbs: 16 },
    });
  });

  test("have OCPUs, memory and an image for their processor where only a deployment knows the shape", () => {
    const name = Token.asString(ref("var.shape"));
    const { stack } = webTierWith({ shape: Shape.chosen(name, { ocpus: 2, memoryGiB: 16 }) });
    expect(launchOf(stack)).toMatchObject({
      shape: "${var.shape}",
      dynamic: {
        shape_config: {
          for_each: '${endswith(var.shape, ".Flex") ? [1] : []}',
          content: { ocpus: 2, memory_in_gbs: 16 },
        },
      },
    });
    expect(imageFilterOf(stack).filter[0]!.values[0]).toContain('? "aarch64-" : ""}');
  });

  test("boot from an image of one's own", () => {
    const { stack } = webTierWith({ imageId: "ocid1.image.oc1..mine" });
    expect(launchOf(stack).source_details).toMatchObject({ image_id: "ocid1.image.oc1..mine" });
    expect(synth(stack).data).not.toHaveProperty("oci_core_images");
    expect(theResource(stack, CoreInstanceConfiguration).lifecycle).not.toHaveProperty("ignore_changes");
    expect(() => webTierWith({ imageId: "Oracle-Linux-9" })).toThrow(
      '[test/web/servers/image] `imageId` must be the OCID of an image, such as ocid1.image.oc1..aaaa, got "Oracle-Linux-9"',
    );
  });

  test.each([
    [Shape.fixed("VM.Standard2.1"), "Oracle-Linux-9.7-2026.06.15-0"],
    [
      Shape.flexible("VM.Standard.A1.Flex", { ocpus: 1, memoryGiB: 6 }),
      "Oracle-Linux-9.7-aarch64-2026.06.15-0",
    ],
  ])("get an image for their processor, and none for GPUs, for $name", (shape, image) => {
    const [filter] = imageFilterOf(webTierWith({ shape }).stack).filter;
    const name = new RegExp(filter!.values[0]!);
    expect(images.filter((candidate) => name.test(candidate))).toEqual([image]);
  });

  test("fail in a plan that says why where Oracle has no image for their shape, unless somebody gave one", () => {
    const conditionOf = (imageId?: string) => {
      const [lookup] = Object.values(
        synth(webTierWith(imageId === undefined ? {} : { imageId }).stack).data!.oci_core_images!,
      );
      return (lookup!.lifecycle as { postcondition: { condition: string; error_message: string }[] })
        .postcondition[0]!;
    };
    expect(conditionOf()).toEqual({
      condition: "${(length(self.images) >= 1)}",
      error_message: expect.stringContaining("Oracle has no Oracle Linux 9 for this shape here"),
    });
    expect(conditionOf(Token.asString(ref("var.image"))).condition).toBe(
      "${((length(var.image) >= 1) || (length(self.images) >= 1))}",
    );
  });

  test("are replaced when what they run changes, and not when Oracle has a newer image", () => {
    const { stack } = webTierWith();
    const configuration = theResource(stack, CoreInstanceConfiguration);
    expect(theResource(stack, CoreInstancePool).lifecycle).toMatchObject({
      create_before_destroy: true,
      replace_triggered_by: expect.arrayContaining([
        `oci_core_instance_configuration.${configuration.logicalId}.id`,
      ]),
    });
    expect(configuration.lifecycle).toEqual({
      create_before_destroy: true,
      replace_triggered_by: [expect.stringMatching(/^terraform_data\.web_servers_made-from_/)],
      ignore_changes: ["instance_details[0].launch_details[0].source_details[0].image_id"],
    });
  });

  test("boot with a script that their metadata can hold", () => {
    const { stack } = webTierWith();
    const { user_data: userData } = launchOf(stack).metadata as { user_data: string };
    const [, local] = /^\$\{base64encode\(local\.([\w-]+)\)\}$/.exec(userData)!;
    expect(synth(stack).locals![local!]).toMatch(/^#!\/bin\/bash\n/);
  });

  test("fail when the script is longer than that", () => {
    const launch = () =>
      serverLaunch(
        ociTestStack(),
        { shape: Shape.fixed("VM.Standard2.1"), hasBastion: false, secureBoot: false },
        "x".repeat(24_000),
      );
    expect(launch).toThrow(/^\[test\] `script` must be at most 32000 bytes long in base64 .*, got \d{5}$/);
  });

  test.each([
    ["servers", { min: 0, max: 1 }, "have whole numbers with 1 <= min <= max <= 100"],
    ["servers", { min: 3, max: 2 }, "have whole numbers with 1 <= min <= max <= 100"],
  ])("fail when %s is %j", (prop, value, rule) => {
    expect(() => webTierWith({ [prop]: value })).toThrow(
      `[test/web] \`${prop}\` must ${rule}, got ${JSON.stringify(value)}`,
    );
  });
});
