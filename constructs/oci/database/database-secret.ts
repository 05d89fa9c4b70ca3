import { VaultSecret, type VaultSecretConfig } from "@cdktf/provider-oci/lib/vault-secret";
import { conditional, Fn, Op, type TerraformVariable, Token } from "cdktf";
import { Construct } from "constructs";
import { AdministratorPassword } from "./administrator-password";
import { operand } from "../../shared";
import { isGiven, physicalName, type SecretVault } from "../account";

/** Properties of {@link DatabaseSecret}. */
export interface DatabaseSecretProps {
  /** Compartment that holds the secret. */
  readonly compartmentId: string;
  /** Vault that keeps it. */
  readonly vault: SecretVault;
  /** Whose password it is. */
  readonly description: string;
  /**
   * Where the password comes from.
   *
   * @default AdministratorPassword.generated()
   */
  readonly password?: AdministratorPassword;
}

/** The administrator's password as the database's resource takes it: by a secret, or as text. */
export type Login = { readonly secretId?: string; readonly adminPassword?: string };

type SecretContent = Pick<
  VaultSecretConfig,
  "enableAutoGeneration" | "secretGenerationContext" | "secretContent"
>;

/**
 * A secret in Vault that holds the password of a database user.
 *
 * Vault deletes nothing at once: after `destroy` the secret waits 30 days, at no charge.
 */
export class DatabaseSecret extends Construct {
  /** The secret itself. */
  readonly secret: VaultSecret;
  /** The password's arguments of the database's resource, where it is the administrator's. */
  readonly login: Login;

  constructor(scope: Construct, id: string, props: DatabaseSecretProps) {
    super(scope, id);
    const { compartmentId, vault, description, password = AdministratorPassword.generated() } = props;
    this.secret = new VaultSecret(this, "secret", {
      compartmentId,
      vaultId: vault.vaultId,
      keyId: vault.keyId,
      // A destroyed secret keeps its name for 30 days, so each one is born with a name of its own.
      secretName: `${physicalName(this)}-${Fn.formatdate("YYYYMMDDhhmmss", Fn.timestamp())}`,
      description,
      ...contentOf(password),
      lifecycle: { ignoreChanges: ["secret_name"], ...vault.requirement },
    });
    if (password.isOptional) this.chooseContent(password.variable!);
    this.login = loginWith(password, this.secret);
  }

  // The bindings take these blocks once and know of no dynamic ones: https://github.com/hashicorp/terraform-cdk/issues/1947.
  private chooseContent(variable: TerraformVariable): void {
    const given = isPasswordGiven(variable);
    this.secret.addOverride("dynamic.secret_generation_context", {
      for_each: conditional(given, [], [1]),
      content: {
        generation_type: "PASSPHRASE",
        generation_template: "DBAAS_DEFAULT_PASSWORD",
        passphrase_length: 20,
      },
    });
    this.secret.addOverride("dynamic.secret_content", {
      for_each: conditional(given, [1], []),
      content: { content_type: "BASE64", content: Fn.base64encode(variable.stringValue) },
    });
  }
}

function contentOf({ variable, isOptional }: AdministratorPassword): SecretContent {
  if (isOptional) return { enableAutoGeneration: Op.not(isPasswordGiven(variable!)) };
  if (!variable) return generated;
  return {
    enableAutoGeneration: false,
    secretContent: { contentType: "BASE64", content: Fn.base64encode(variable.stringValue) },
  };
}

function loginWith({ variable, isOptional }: AdministratorPassword, { id }: VaultSecret): Login {
  if (!variable) return { secretId: id };
  if (!isOptional) return { adminPassword: variable.stringValue };
  const given = isPasswordGiven(variable);
  return {
    secretId: Token.asString(conditional(given, Token.nullValue(), id)),
    adminPassword: Token.asString(conditional(given, variable.stringValue, Token.nullValue())),
  };
}

/** Whether a password was given: that is no secret, and Terraform counts no blocks by a secret. */
function isPasswordGiven({ stringValue }: TerraformVariable): string {
  return operand(Fn.nonsensitive(isGiven(stringValue)));
}

const generated: SecretContent = {
  enableAutoGeneration: true,
  secretGenerationContext: {
    generationType: "PASSPHRASE",
    generationTemplate: "DBAAS_DEFAULT_PASSWORD",
    passphraseLength: 20,
  },
};
