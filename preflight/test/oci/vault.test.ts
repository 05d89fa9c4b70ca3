import { models as kms } from "oci-keymanagement";
import { models as vaultModels } from "oci-vault";
import { describe, expect, test } from "@jest/globals";
import { secrets } from "../../oci/secrets";
import { vault } from "../../oci/vault";
import { compartmentId, deploymentOf, ociStage } from "../support/oci-stage";
import { oci } from "../support/stacks";

const stage = ociStage();
const deployment = deploymentOf(oci());
const ofVault = { vault_ocid: "ocid1.vault.oc1.iad.aaaa", key_ocid: "ocid1.key.oc1.iad.aaaa" };

describe("a vault that was chosen", () => {
  const given = deploymentOf(oci(), ofVault);
  const isVault = (lifecycleState: kms.Vault.LifecycleState) =>
    stage.fake.on("GET /20180608/vaults/:id", kms.Vault, {
      compartmentId,
      cryptoEndpoint: stage.fake.url,
      managementEndpoint: stage.fake.url,
      displayName: "secrets",
      id: ofVault.vault_ocid,
      lifecycleState,
      timeCreated: new Date(0),
      vaultType: kms.Vault.VaultType.Default,
      wrappingkeyId: "ocid1.key.oc1.iad.wrapping",
    });
  const isKey = (more: Partial<kms.Key> = {}) =>
    stage.fake.on("GET /20180608/keys/:id", kms.Key, {
      compartmentId,
      currentKeyVersion: "ocid1.keyversion.oc1.iad.aaaa",
      displayName: "key",
      id: ofVault.key_ocid,
      keyShape: { algorithm: kms.KeyShape.Algorithm.Aes, length: 32 },
      lifecycleState: kms.Key.LifecycleState.Enabled,
      timeCreated: new Date(0),
      vaultId: ofVault.vault_ocid,
      ...more,
    });

  test.each([
    [{}, "ok", "is active, and its key key enabled"],
    [{ lifecycleState: kms.Key.LifecycleState.Disabled }, "failure", "the key key is DISABLED"],
    [{ vaultId: "ocid1.vault.oc1.iad.other" }, "failure", "of another vault"],
    [{ keyShape: { algorithm: kms.KeyShape.Algorithm.Rsa, length: 256 } }, "failure", "is for RSA"],
  ])("with a key, %#: %s", async (more, verdict, says) => {
    isVault(kms.Vault.LifecycleState.Active);
    isKey(more);
    expect(await stage.ask(vault(given))).toMatchObject({ verdict, says: expect.stringContaining(says) });
  });

  test("must be active", async () => {
    isVault(kms.Vault.LifecycleState.PendingDeletion);
    expect(await stage.ask(vault(given))).toMatchObject({
      verdict: "failure",
      says: "the vault secrets is PENDING_DELETION",
    });
  });

  test("is not asked about where the stack makes one", () => {
    expect(vault(deployment)).toEqual([]);
    expect(secrets(deployment)).toEqual([]);
  });

  const { PendingDeletion, Active } = vaultModels.SecretSummary.LifecycleState;
  const secret = (secretName: string, lifecycleState: vaultModels.SecretSummary.LifecycleState) => ({
    compartmentId,
    id: "ocid1.vaultsecret.oc1.iad.aaaa",
    secretName,
    lifecycleState,
    timeCreated: new Date(0),
    timeOfDeletion: new Date("2026-12-24T00:00:00Z"),
    vaultId: ofVault.vault_ocid,
  });
  const isThere = (...items: ReturnType<typeof secret>[]) =>
    stage.fake.onList("GET /20180608/secrets", vaultModels.SecretSummary, items);

  test("has secrets whose names no other can have, with the time in them", async () => {
    isThere(
      secret("oci-stack-database-administrator-20260101000000", PendingDeletion),
      secret("other", Active),
    );
    expect(await stage.ask(secrets(given))).toMatchObject({
      verdict: "ok",
      says: expect.stringContaining("; 1 of others wait"),
    });
  });

  test("keeps names of secrets that wait for their deletion", async () => {
    const { stack, variables } = given;
    const [, named] = Object.values(stack.json.resource.oci_vault_secret!);
    const before: unknown = named!.secret_name;
    Object.assign(named!, { secret_name: "app-${substr(sha256(var.compartment_ocid), 0, 8)}" });
    try {
      isThere(secret("app-fde06b6c", PendingDeletion), secret("app-free", Active));
      const [question] = secrets({ stack, variables });
      const first = await stage.ask([question!]);
      expect(first).toMatchObject({ verdict: "ok" });
      const wanted = /called (app-[0-9a-f]{8})$/.exec(first.says!)![1]!;
      isThere(secret(wanted, Active));
      expect(await stage.ask([question!])).toMatchObject({ verdict: "ok" });
      isThere(secret(wanted, PendingDeletion));
      expect(await stage.ask([question!])).toMatchObject({
        verdict: "failure",
        says: expect.stringContaining(`${wanted} (until 2026-12-24)`),
      });
    } finally {
      Object.assign(named!, { secret_name: before });
    }
  });
});
