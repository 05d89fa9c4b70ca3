import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { requireThat } from "../../shared";

/** Rule for the ARN of a permissions boundary, worded to follow "must". */
export const permissionsBoundaryRule =
  "be the ARN of a managed policy such as arn:aws:iam::111122223333:policy/boundary";

/** Whether a text has the form of such an ARN. */
function isPolicyArn(arn: string): boolean {
  return /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/.test(arn);
}

/**
 * Gives every IAM role below a construct a permissions boundary, the most that it may do whatever else its policies allow. Who may
 * make roles only with that boundary cannot give themselves more than they have.
 *
 * @param scope construct whose roles are bounded, those that come later included
 * @param permissionsBoundary ARN of the managed policy
 * @throws {ConstructError} for what is no ARN of a policy
 */
export function boundRoles(scope: Construct, permissionsBoundary: string): void {
  requireThat(scope, "permissionsBoundary", permissionsBoundary, permissionsBoundaryRule, isPolicyArn);
  Aspects.of(scope).add({
    visit: (node) => {
      if (node instanceof IamRole) node.permissionsBoundary = permissionsBoundary;
    },
  });
}
