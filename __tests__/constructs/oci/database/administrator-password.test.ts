import { DatabaseAutonomousDatabase } from "@cdktf/provider-oci/lib/database-autonomous-database";
import { KmsKey } from "@cdktf/provider-oci/lib/kms-key";
import { describe, expect, test } from "@jest/globals";
import { TerraformVariable } from "cdktf";
import { AdministratorPassword, PrivateDatabase } from "../../../../constructs/oci";
import { inventory, theResource } from "../../../support/synth";
import { administratorSecret, databaseWith, networkWith } from "../tiers";

const existingVault = { vaultId: "ocid1.vault.oc1..v", keyId: "ocid1.key.oc1..k" };

describe("administrator's password on OCI", () => {
  test("is made up by Vault and known to nobody", () => {
    const { stack } = databaseWith();
    const secret = administratorSecret(stack);
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
    expect(administratorSecret(stack).key_id).toContain("oci_kms_key.");
  });

  test("lies in an existing vault where one is given", () => {
    const { stack } = databaseWith({ vault: existingVault });
    expect(administratorSecret(stack)).toMatchObject({
      vault_id: existingVault.vaultId,
      key_id: existingVault.keyId,
    });
    expect(inventory(stack)).not.toHaveProperty("oci_kms_vault");
  });

  test("keeps its secret's name once it has one, so that a plan stays empty", () => {
    const secret = administratorSecret(databaseWith().stack);
    expect(secret.secret_name).toContain("timestamp()");
    expect(secret.lifecycle.ignore_changes).toEqual(["secret_name"]);
  });

  test("comes from a variable where Vault cannot be asked, and servers still find it in Vault", () => {
    const { stack, network } = networkWith();
    const variable = new TerraformVariable(stack, "password", { type: "string", sensitive: true });
    new PrivateDatabase(stack, "database", {
      network,
      administratorPassword: AdministratorPassword.fromVariable(variable),
    });
    const database = theResource(stack, DatabaseAutonomousDatabase);
    expect(database.admin_password).toBe("${var.password}");
    expect(database).not.toHaveProperty("secret_id");
    expect(administratorSecret(stack)).toMatchObject({
      enable_auto_generation: false,
      secret_content: { content_type: "BASE64", content: "${base64encode(var.password)}" },
    });
  });

  test("is made up where the variable turns out to be empty, else it is the variable's", () => {
    const { stack, network } = networkWith();
    const variable = new TerraformVariable(stack, "password", {
      type: "string",
      sensitive: true,
      default: "",
    });
    const administratorPassword = AdministratorPassword.generatedUnless(variable);
    new PrivateDatabase(stack, "database", { network, administratorPassword });
    const given = "nonsensitive((length(var.password) >= 1))";
    const secret = administratorSecret(stack);
    expect(secret.enable_auto_generation).toBe(`\${!${given}}`);
    expect(secret.dynamic.secret_generation_context).toMatchObject({ for_each: `\${${given} ? [] : [1]}` });
    expect(secret.dynamic.secret_content).toEqual({
      for_each: `\${${given} ? [1] : []}`,
      content: { content_type: "BASE64", content: "${base64encode(var.password)}" },
    });
    expect(theResource(stack, DatabaseAutonomousDatabase)).toMatchObject({
      secret_id: `\${${given} ? null : oci_vault_secret.${secret.logicalId}.id}`,
      admin_password: `\${${given} ? var.password : null}`,
    });
  });

  test("fails when its variable is not sensitive", () => {
    const variable = new TerraformVariable(networkWith().stack, "password", { type: "string" });
    expect(() => AdministratorPassword.fromVariable(variable)).toThrow(
      '`variable` must be marked as sensitive, got "password" with `sensitive` false',
    );
  });
});
