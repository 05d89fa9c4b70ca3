import { models } from "oci-core";
import { describe, expect, test } from "@jest/globals";
import { image } from "../../oci/image";
import { compartmentId, deploymentOf, ociStage } from "../support/oci-stage";
import { oci } from "../support/stacks";

const stage = ociStage();
const deployment = deploymentOf(oci());

describe("the image", () => {
  const made = (displayName: string, more: Partial<models.Image> = {}): models.Image => ({
    id: "ocid1.image.oc1.iad.aaaa",
    compartmentId,
    createImageAllowed: true,
    operatingSystem: "Oracle Linux",
    operatingSystemVersion: "9",
    timeCreated: new Date(0),
    lifecycleState: models.Image.LifecycleState.Available,
    displayName,
    ...more,
  });
  const images = (...names: string[]) =>
    stage.fake.onList(
      "GET /20160918/images",
      models.Image,
      names.map((name) => made(name)),
    );

  test("is the newest of Oracle's for the shape", async () => {
    const queries: (string | null)[] = [];
    stage.fake.onList("GET /20160918/images", models.Image, ({ query }) => {
      queries.push(query.get("operatingSystem"), query.get("operatingSystemVersion"), query.get("shape"));
      return [
        made("Oracle-Linux-9.6-2026.01.29-0"),
        made("Oracle-Linux-9.7-2026.06.15-0"),
        made("Oracle-Linux-9.7-Gen2-GPU-2026.06.15-0"),
      ];
    });
    expect(await stage.ask(image(deployment))).toMatchObject({
      verdict: "ok",
      says: "VM.Standard2.1 runs Oracle-Linux-9.7-2026.06.15-0",
    });
    expect(queries).toEqual(["Oracle Linux", "9", "VM.Standard2.1"]);
  });

  test("of another kind is none", async () => {
    images("Oracle-Linux-9.7-aarch64-2026.06.15-0", "Oracle-Linux-9.7-Minimal-2026.06.15-0");
    expect(await stage.ask(image(deployment))).toMatchObject({ verdict: "failure" });
  });

  test("for ARM has its processor in the name", async () => {
    const onArm = deploymentOf(oci(), { shape: '{"instanceShape": "VM.Standard.A1.Flex"}' });
    images("Oracle-Linux-9.7-2026.06.15-0");
    expect(await stage.ask(image(onArm))).toMatchObject({ verdict: "failure" });
    images("Oracle-Linux-9.7-aarch64-2026.06.15-0");
    expect(await stage.ask(image(onArm))).toMatchObject({ verdict: "ok" });
  });

  const chosen = deploymentOf(oci(), { image_ocid: "ocid1.image.oc1.iad.aaaa" });
  const compatible = (...shapes: string[]) =>
    stage.fake.onList(
      "GET /20160918/images/:id/shapes",
      models.ImageShapeCompatibilitySummary,
      shapes.map((name) => ({ imageId: "ocid1.image.oc1.iad.aaaa", shape: name })),
    );

  test.each([
    [{}, ["VM.Standard2.1"], "ok"],
    [{}, ["VM.Standard.A1.Flex"], "failure"],
    [{ lifecycleState: models.Image.LifecycleState.Disabled }, ["VM.Standard2.1"], "failure"],
  ])("of one's own, %#: %s", async (more, shapes, verdict) => {
    stage.fake.on("GET /20160918/images/:id", models.Image, made("mine", more));
    compatible(...shapes);
    expect(await stage.ask(image(chosen))).toMatchObject({ verdict });
  });
});
