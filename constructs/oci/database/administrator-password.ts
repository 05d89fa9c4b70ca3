import type { TerraformVariable } from "cdktf";
import { requireValue } from "../../shared";

/** Origin of the password of the database's administrator. Servers read it from Vault in any case. */
export class AdministratorPassword {
  /** Vault makes it up, and the database fetches it from there: nobody sees it, and it is not in Terraform's state. */
  static generated(): AdministratorPassword {
    return new AdministratorPassword(undefined, false);
  }

  /**
   * Whoever deploys gives it. **This way the password is in Terraform's state**, in clear text, so guard the state as
   * you guard the password. It is for tenancies where creating a database from a secret fails
   * (https://github.com/oracle/terraform-provider-oci/issues/2561).
   *
   * @param variable sensitive; 12 to 30 characters with upper case, lower case and a digit, as Autonomous Database asks
   * @throws {RefusedValue} when the variable is not marked as sensitive
   */
  static fromVariable(variable: TerraformVariable): AdministratorPassword {
    return new AdministratorPassword(sensitive(variable), false);
  }

  /**
   * Vault makes it up where the variable turns out to be empty, else as {@link AdministratorPassword.fromVariable}. It is
   * for those who deploy what others synthesized, such as by Resource Manager.
   *
   * @throws {RefusedValue} when the variable is not marked as sensitive
   */
  static generatedUnless(variable: TerraformVariable): AdministratorPassword {
    return new AdministratorPassword(sensitive(variable), true);
  }

  private constructor(
    /** Variable that holds the password, or none where Vault generates it. */
    readonly variable: TerraformVariable | undefined,
    /** Whether the variable may be empty. */
    readonly isOptional: boolean,
  ) {}
}

function sensitive(variable: TerraformVariable): TerraformVariable {
  requireValue(
    "variable",
    variable,
    "be marked as sensitive",
    ({ sensitive: isSensitive }) => isSensitive === true,
    `"${variable.node.id}" with \`sensitive\` ${JSON.stringify(variable.sensitive ?? false)}`,
  );
  return variable;
}
