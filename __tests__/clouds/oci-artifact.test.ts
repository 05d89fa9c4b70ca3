import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { profiles } from "../../stacks/context/profiles";
import { OciDeployment } from "../../rehearsal/oci/deployment";
import { ship } from "../support/other-bytes";
import { ociKeeper, whyNoOciStack } from "../../rehearsal/machine/providers";

const missing = whyNoOciStack();
const whereTerraformIs = missing ? describe.skip : describe;
const lab = { profile: profiles.lab };

whereTerraformIs(`the artifact on OCI, deployed with ${ociKeeper()}${missing ? ` (${missing})` : ""}`, () => {
  let deployment: OciDeployment;

  // Digests of what the bucket holds, each under a name that begins with it.
  const held = () =>
    [...deployment.plane.storage.objects].map(([name, { bytes }]) => {
      const digest = createHash("sha256").update(bytes).digest("hex");
      expect(name).toMatch(new RegExp(`^${digest}-[0-9a-f]{8}\\.tar\\.gz$`));
      return digest;
    });

  beforeEach(async () => {
    deployment = await OciDeployment.begin();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await deployment.end();
  });

  test("stays when the same bytes are deployed again, and a plan misses it when somebody removed it", async () => {
    const one = ship("one");
    await deployment.apply(lab);
    ship("one");
    expect(await deployment.apply(lab)).toEqual([]);
    expect(held()).toEqual([one]);
    deployment.plane.storage.deleteByHand();
    expect(held()).toEqual([]);
    expect(await deployment.apply(lab)).toEqual([
      { address: expect.stringContaining("oci_objectstorage_object."), actions: ["create"] },
    ]);
    expect(held()).toEqual([one]);
    // What was deleted by hand goes with its name.
    await deployment.destroy();
    expect(deployment.plane.storage.size).toBe(0);
  }, 600_000);

  test("gives way to other bytes, and comes back with its own when those do not work", async () => {
    const { routes } = deployment.plane;
    const one = ship("one");
    await deployment.apply(lab);
    routes.health = "CRITICAL";
    const two = ship("two");
    await expect(deployment.apply(lab)).rejects.toThrow("new servers are not healthy, so the old ones stay");
    expect(held()).toEqual([one, two]);
    routes.health = "OK";
    for (const [bytes, digest] of [
      ["one", one],
      ["two", two],
    ] as const) {
      ship(bytes);
      await deployment.apply(lab);
      expect(held()).toEqual([digest]);
      expect(deployment.plane.storage.versions).toBe(1);
    }
  }, 600_000);
});
