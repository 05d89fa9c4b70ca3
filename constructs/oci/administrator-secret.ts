import { KmsKey } from "@cdktf/provider-oci/lib/kms-key";
import { KmsVault } from "@cdktf/provider-oci/lib/kms-vault";
import { VaultSecret, type VaultSecretConfig } from "@cdktf/provider-oci/lib/vault-secret";
import { Fn, type TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import type { AdministratorPassword, ExistingVault } from "./administrator-password";
import { physicalName } from "./names";

/** What an administrator's secret must be told. */
export interface AdministratorSecretProps {
  /** Compartment that holds the secret and, where it is new, the vault. */
  readonly compartmentId: string;
  /** Where the password comes from. */
  readonly password: AdministratorPassword;
}

type SecretContent = Pick<
  VaultSecretConfig,
  "enableAutoGeneration" | "secretGenerationContext" | "secretContent"
>;

/**
 * The password of the database's administrator, kept in Vault.
 *
 * Vault deletes nothing at once: after `destroy` the secret waits 30 days and its vault at least seven, at no charge.
 */
export class AdministratorSecret extends Construct {
  /** The secret itself. */
  readonly secret: VaultSecret;
  /** What the database is told of it. */
  readonly login: { readonly secretId: string } | { readonly adminPassword: string };

  constructor(scope: Construct, id: string, { compartmentId, password }: AdministratorSecretProps) {
    super(scope, id);
    this.secret = new VaultSecret(this, "secret", {
      compartmentId,
      ...(password.vault ?? this.createVault(compartmentId)),
      // A destroyed secret keeps its name for 30 days, so each one is born with a name of its own.
      secretName: `${physicalName(this)}-${Fn.formatdate("YYYYMMDDhhmmss", Fn.timestamp())}`,
      description: "Password of the database administrator",
      ...(password.variable ? given(password.variable) : generated),
      lifecycle: { ignoreChanges: ["secret_name"] },
    });
    this.login = password.variable
      ? { adminPassword: password.variable.stringValue }
      : { secretId: this.secret.id };
  }

  private createVault(compartmentId: string): ExistingVault {
    const displayName = physicalName(this);
    const vault = new KmsVault(this, "vault", { compartmentId, displayName, vaultType: "DEFAULT" });
    const key = new KmsKey(this, "key", {
      compartmentId,
      displayName,
      managementEndpoint: vault.managementEndpoint,
      keyShape: { algorithm: "AES", length: 32 },
      // Free of charge, unlike more than a few versions of a key in hardware.
      protectionMode: "SOFTWARE",
    });
    return { vaultId: vault.id, keyId: key.id };
  }
}

const generated: SecretContent = {
  enableAutoGeneration: true,
  secretGenerationContext: {
    generationType: "PASSPHRASE",
    generationTemplate: "DBAAS_DEFAULT_PASSWORD",
    passphraseLength: 20,
  },
};

function given(variable: TerraformVariable): SecretContent {
  return {
    enableAutoGeneration: false,
    secretContent: { contentType: "BASE64", content: Fn.base64encode(variable.stringValue) },
  };
}
