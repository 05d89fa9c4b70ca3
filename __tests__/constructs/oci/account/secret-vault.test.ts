import { KmsKey } from "@cdktf/provider-oci/lib/kms-key";
import { KmsVault } from "@cdktf/provider-oci/lib/kms-vault";
import { describe, expect, test } from "@jest/globals";
import { TerraformVariable } from "cdktf";
import { PrivateDatabase } from "../../../../constructs/oci";
import { theResource } from "../../../support/synth";
import { administratorSecret, databaseWith, networkWith } from "../tiers";

describe("vault on OCI", () => {
  test("is new with a key in software, which costs nothing", () => {
    const { stack } = databaseWith();
    expect(theResource(stack, KmsVault).vault_type).toBe("DEFAULT");
    expect(theResource(stack, KmsKey).protection_mode).toBe("SOFTWARE");
  });

  test("is chosen at deploy time, and new where nobody chose", () => {
    const { stack, network } = networkWith();
    const value = (name: string) => new TerraformVariable(stack, name, { type: "string" }).stringValue;
    new PrivateDatabase(stack, "database", {
      network,
      vault: { vaultId: value("vault"), keyId: value("key") },
    });
    for (const type of [KmsVault, KmsKey])
      expect(theResource(stack, type).count).toBe("${(length(var.vault) < 1) ? 1 : 0}");
    const { vault_id: vaultId, key_id: keyId, lifecycle } = administratorSecret(stack);
    expect(vaultId).toMatch(
      /^\$\{\(length\(var.vault\) >= 1\) \? var.vault : one\(oci_kms_vault\.\S+\[\*\]\.id\)\}$/,
    );
    expect(keyId).toMatch(
      /^\$\{\(length\(var.key\) >= 1\) \? var.key : one\(oci_kms_key\.\S+\[\*\]\.id\)\}$/,
    );
    expect(lifecycle.precondition).toEqual([
      {
        condition: "${((length(var.vault) >= 1) == (length(var.key) >= 1))}",
        error_message: "A vault needs a key, and a key its vault: give both or neither.",
      },
    ]);
  });

  test.each([
    ["vaultId", "my-vault", "the OCID of a vault, such as ocid1.vault.oc1..aaaa"],
    ["keyId", "", "the OCID of a key, such as ocid1.key.oc1..aaaa"],
  ])("fails when %s is %j", (prop, value, rule) => {
    const vault = { vaultId: "ocid1.vault.oc1..v", keyId: "ocid1.key.oc1..k", [prop]: value };
    expect(() => databaseWith({ vault })).toThrow(
      `[test/database/vault] \`vault.${prop}\` must be ${rule}, got ${JSON.stringify(value)}`,
    );
  });
});
