import type { TerraformVariable } from "cdktf";

/** A vault that exists already. */
export interface ExistingVault {
  /** OCID of the vault. */
  readonly vaultId: string;
  /** OCID of a symmetric key in that vault. */
  readonly keyId: string;
}

/** Where the administrator's secret is kept. */
export interface AdministratorPasswordOptions {
  /**
   * Vault that keeps the secret.
   *
   * @default - a vault and a key of the database's own
   */
  readonly vault?: ExistingVault;
}

/** Where the password of the database's administrator comes from. Servers read it from Vault in any case. */
export class AdministratorPassword {
  /** Vault makes it up, and the database fetches it from there: nobody sees it, and it is not in Terraform's state. */
  static generated({ vault }: AdministratorPasswordOptions = {}): AdministratorPassword {
    return new AdministratorPassword(undefined, vault);
  }

  /**
   * Whoever deploys gives it. **This way the password is in Terraform's state**, in clear text, so guard the state as
   * you guard the password. It is for tenancies where creating a database from a secret fails
   * (https://github.com/oracle/terraform-provider-oci/issues/2561).
   *
   * @param variable sensitive; 12 to 30 characters with upper case, lower case and a digit, as Autonomous Database asks
   * @throws {RangeError} when the variable is not marked as sensitive
   */
  static fromVariable(
    variable: TerraformVariable,
    { vault }: AdministratorPasswordOptions = {},
  ): AdministratorPassword {
    if (!variable.sensitive)
      throw new RangeError(
        `\`variable\` must be marked as sensitive, got "${variable.node.id}" with \`sensitive\` ${JSON.stringify(variable.sensitive ?? false)}`,
      );
    return new AdministratorPassword(variable, vault);
  }

  private constructor(
    /** Variable that holds the password, or none where Vault generates it. */
    readonly variable: TerraformVariable | undefined,
    /** Vault that was there before, or none where a new one is made. */
    readonly vault: ExistingVault | undefined,
  ) {}
}
