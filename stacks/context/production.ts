import type { TerraformStack } from "cdktf";
import { TerraformData } from "../../constructs/shared";
import type { Profile } from "./profiles";

/** Properties of {@link rememberProduction}. */
export interface ProductionProps {
  /** Profile of this deployment. */
  readonly profile: Profile;
  /**
   * Whether production may be destroyed all the same.
   *
   * @default false
   */
  readonly unprotected?: boolean;
  /**
   * Paths of stacks that may stop being production, such as `aws-stack` or `staging/aws-stack`.
   *
   * @default - none
   */
  readonly leaveProduction?: readonly string[] | undefined;
}

/** Rule for those paths, worded to follow "must". */
export const leaveProductionRule =
  "be names of stacks, such as aws-stack, or staging/aws-stack of an environment";

/**
 * Remembers in the state that a stack is production, and has every plan refuse to forget it: one that would deploy another
 * profile over it, and one that would destroy it by another profile's rules.
 *
 * `prevent_destroy` holds as long as the block is there, whatever its count
 * (https://developer.hashicorp.com/terraform/language/meta-arguments/prevent_destroy). Terraform's sentence has nothing of the
 * reader's in it but the resource's name, so the name says which key lifts it.
 */
export function rememberProduction(
  stack: TerraformStack,
  { profile, unprotected = false, leaveProduction = [] }: ProductionProps,
): void {
  const isProduction = profile.database.deletionProtected ?? true;
  const mayGo = isProduction ? unprotected : leaveProduction.includes(stack.node.path);
  new TerraformData(stack, "production-unless-leaveProduction-names-the-stack", {
    count: isProduction ? 1 : 0,
    lifecycle: { preventDestroy: !mayGo },
  });
}
