import { DatabaseAutonomousDatabase } from "@cdktf/provider-oci/lib/database-autonomous-database";
import { KmsKey } from "@cdktf/provider-oci/lib/kms-key";
import { VaultSecret } from "@cdktf/provider-oci/lib/vault-secret";
import { describe, expect, test } from "@jest/globals";
import { TerraformVariable } from "cdktf";
import { AdministratorPassword, PrivateDatabase } from "../../../constructs/oci";
import { inventory, theResource } from "../../support/synth";
import { databaseWith, networkWith } from "./tiers";

const existingVault = { vaultId: "ocid1.vault.oc1..v", keyId: "ocid1.key.oc1..k" };

describe("administrator's password on OCI", () => {
  test("is made up by Vault and known to nobody", () => {
    const { stack } = databaseWith();
    const secret = theResource(stack, VaultSecret);
    expect(secret).toMatchObject({
      enable_auto_generation: true,
      secret_generation_context: {
        generation_type: "PASSPHRASE",
        generation_template: "DBAAS_DEFAULT_PASSWORD",
      },
    });
    expect(secret).not.toHaveProperty("secret_content");
    const database = theResource(stack, DatabaseAutonomousDatabase);
    expect(database.secret_id).toBe(`\${oci_vault_secret.${secret.logicalId}.id}`);
    expect(database).not.toHaveProperty("admin_password");
  });

  test("lies in a vault of its own, under a symmetric key", () => {
    const { stack } = databaseWith();
    expect(theResource(stack, KmsKey).key_shape).toEqual({ algorithm: "AES", length: 32 });
    expect(theResource(stack, VaultSecret).key_id).toContain("oci_kms_key.");
  });

  test("lies in an existing vault where one is given", () => {
    const administratorPassword = AdministratorPassword.generated({ vault: existingVault });
    const { stack } = databaseWith({ administratorPassword });
    expect(theResource(stack, VaultSecret)).toMatchObject({
      vault_id: existingVault.vaultId,
      key_id: existingVault.keyId,
    });
    expect(inventory(stack)).not.toHaveProperty("oci_kms_vault");
  });

  test("keeps its secret's name once it has one, so that a plan stays empty", () => {
    const secret = theResource(databaseWith().stack, VaultSecret);
    expect(secret.secret_name).toContain("timestamp()");
    expect(secret.lifecycle.ignore_changes).toEqual(["secret_name"]);
  });

  test("comes from a variable where Vault cannot be asked, and servers still find it in Vault", () => {
    const { stack, network } = networkWith();
    const variable = new TerraformVariable(stack, "password", { type: "string", sensitive: true });
    new PrivateDatabase(stack, "database", {
      network,
      administratorPassword: AdministratorPassword.fromVariable(variable, { vault: existingVault }),
    });
    const database = theResource(stack, DatabaseAutonomousDatabase);
    expect(database.admin_password).toBe("${var.password}");
    expect(database).not.toHaveProperty("secret_id");
    expect(theResource(stack, VaultSecret)).toMatchObject({
      enable_auto_generation: false,
      secret_content: { content_type: "BASE64", content: "${base64encode(var.password)}" },
    });
  });

  test("fails when its variable is not sensitive", () => {
    const variable = new TerraformVariable(networkWith().stack, "password", { type: "string" });
    expect(() => AdministratorPassword.fromVariable(variable)).toThrow(
      '`variable` must be marked as sensitive, got "password" with `sensitive` false',
    );
  });
});
