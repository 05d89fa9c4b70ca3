import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { profiles } from "../../stacks/context/profiles";
import { OciDeployment } from "../../rehearsal/oci/deployment";
import { ociKeeper, whyNoOciStack } from "../../rehearsal/machine/providers";

const missing = whyNoOciStack();
const whereTerraformIs = missing ? describe.skip : describe;

whereTerraformIs(`the OCI stack, deployed with ${ociKeeper()}${missing ? ` (${missing})` : ""}`, () => {
  let deployment: OciDeployment;
  const lab = { profile: profiles.lab };

  beforeEach(async () => {
    deployment = await OciDeployment.begin();
  });
  afterEach(() => deployment.end());

  test("is refused to be destroyed in production, with nothing touched, and goes once it is a lab", async () => {
    const variables = {
      certificate_ocid: "ocid1.certificate.oc1.iad.test",
      domain_name: "www.example.com",
      alarm_email: "ops@example.com",
    };
    await deployment.apply({ profile: profiles.production }, variables);
    const { calls, routes } = deployment.plane;
    const before = routes.inventory.count();
    await expect(deployment.destroy(variables)).rejects.toThrow("Instance cannot be destroyed");
    expect(routes.inventory.count()).toEqual(before);
    expect(calls.filter((call) => call.startsWith("DELETE"))).toEqual([]);
    await expect(deployment.apply(lab, variables)).rejects.toThrow("Instance cannot be destroyed");
    await deployment.apply({ ...lab, leaveProduction: ["oci-stack"] }, variables);
    expect(await deployment.plan(lab, variables)).toEqual([]);
    await deployment.destroy(variables);
    expect(routes.inventory.count()).toEqual({ vault: 1, key: 1, vaultsecret: 2 });
  }, 600_000);

  test("takes a key of one's own and Secure Boot, and has nothing to change afterwards", async () => {
    const encryptionKey = { vaultId: "ocid1.vault.oc1.iad.mine", keyId: "ocid1.key.oc1.iad.mine" };
    const web = { encryptionKeyId: encryptionKey.keyId, secureBoot: true };
    const hardened = { ...lab, options: { network: {}, database: { encryptionKey }, web } };
    await deployment.apply(hardened);
    expect(await deployment.apply(hardened)).toEqual([]);
  }, 600_000);

  test.each([
    ["a vault of its own", {}],
    [
      "a vault that stays",
      { vault_ocid: "ocid1.vault.oc1.iad.theirs", key_ocid: "ocid1.key.oc1.iad.theirs" },
    ],
  ])(
    "comes again after a destroy, although OCI keeps names for a while, with %s",
    async (_, variables) => {
      const { inventory } = deployment.plane.routes;
      await deployment.apply(lab, variables);
      const first = inventory.all("vaultsecret").map(({ secretName }) => secretName);
      await deployment.destroy(variables);
      const waiting = inventory.all("vaultsecret").map(({ lifecycleState }) => lifecycleState);
      expect(waiting).toEqual(["PENDING_DELETION", "PENDING_DELETION"]);
      await deployment.apply(lab, variables);
      const all = inventory.all("vaultsecret").map(({ secretName }) => secretName);
      expect(all.slice(0, 2)).toEqual(first);
      expect(new Set(all).size).toBe(4);
      expect(await deployment.plan(lab, variables)).toEqual([]);
      await deployment.destroy(variables);
    },
    600_000,
  );
});
