import { afterEach, describe, expect, test } from "@jest/globals";
import { OciControlPlane } from "../../rehearsal/oci/control-plane/control-plane";
import { OciDeployment } from "../../rehearsal/oci/deployment";
import { ociKeeper, whyNoOciStack } from "../../rehearsal/machine/providers";
import { profiles } from "../../stacks/context/profiles";
import { OciStateBucket } from "../../state/oci-state-bucket";
import { ask } from "../rehearsal/ask";

const missing = whyNoOciStack();
const whereTerraformIs = missing ? describe.skip : describe;
const bucket = { namespace: "axabc", bucket: "states", region: "us-ashburn-1" };

whereTerraformIs(`the bucket for states, made with ${ociKeeper()}${missing ? ` (${missing})` : ""}`, () => {
  let deployment: OciDeployment;
  afterEach(() => deployment.end());

  test("is private, keeps former versions, is made once, and is refused to be destroyed", async () => {
    deployment = new OciDeployment(
      await OciControlPlane.start(),
      (app) =>
        new OciStateBucket(app, "oci-state", { ...bucket, compartmentId: "ocid1.compartment.oc1..states" }),
    );
    const lab = { profile: profiles.lab };
    expect(await deployment.apply(lab)).toEqual([
      { address: "oci_objectstorage_bucket.states", actions: ["create"] },
    ]);
    const { body } = await ask(deployment.plane, "GET objectstorage n/axabc/b/states");
    expect(body).toMatchObject({
      namespace: "axabc",
      compartmentId: "ocid1.compartment.oc1..states",
      publicAccessType: "NoPublicAccess",
      versioning: "Enabled",
    });
    expect(await deployment.plan(lab)).toEqual([]);
    await expect(deployment.destroy()).rejects.toThrow("Instance cannot be destroyed");
    expect(deployment.plane.storage.size).toBe(1);
  }, 600_000);
});
