import type { TerraformVariable } from "cdktf";

/** The creator of the dynamic group and the policies that let servers read their secrets: Terraform, or an administrator. */
export class Iam {
  /** Terraform does. Whoever deploys needs the right to manage dynamic groups in the tenancy. */
  static managed(): Iam {
    return new Iam("managed");
  }

  /**
   * An administrator of the tenancy does, with what the web tier's `statementsForAdministrator` says. Until then
   * servers start and wait: they cannot read their secret.
   */
  static byAdministrator(): Iam {
    return new Iam("by-administrator");
  }

  /**
   * Terraform does where the variable says so at deploy time, an administrator otherwise.
   *
   * @param variable of the type bool
   */
  static managedIf(variable: TerraformVariable): Iam {
    return new Iam("managed-if", variable);
  }

  private constructor(
    /** Which way was chosen. */
    readonly kind: "managed" | "by-administrator" | "managed-if",
    /** Variable that decides at deploy time, where one does. */
    readonly variable?: TerraformVariable,
  ) {}
}
