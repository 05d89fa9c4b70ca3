/** Who makes the dynamic group and the policies that let servers read their secrets. */
export class Iam {
  /** Terraform does. Whoever deploys needs the right to manage dynamic groups in the tenancy. */
  static managed(): Iam {
    return new Iam("managed");
  }

  /**
   * An administrator of the tenancy does, with what the output `statements_for_administrator` says. Until then servers
   * start and wait: they cannot read their secret.
   */
  static byAdministrator(): Iam {
    return new Iam("by-administrator");
  }

  private constructor(
    /** Which way was chosen. */
    readonly kind: "managed" | "by-administrator",
  ) {}
}
