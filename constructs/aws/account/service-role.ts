import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { Construct } from "constructs";
import { physicalName } from "../../shared";
import { type Condition, trust } from "./policy";

/**
 * Makes a role for a service of AWS, which can do nothing until it is granted something.
 *
 * @param service name of the service, such as `ec2.amazonaws.com`
 * @param condition what else must hold for the service to take the role on
 * @param tagsSessions whether the service tags the sessions, as EKS does
 */
export function serviceRole(
  scope: Construct,
  service: string,
  condition?: Condition,
  tagsSessions = false,
): IamRole {
  return new IamRole(scope, "role", {
    // AWS takes prefixes of up to 38 characters.
    namePrefix: `${physicalName(scope, 37)}-`,
    assumeRolePolicy: trust(service, condition, tagsSessions),
  });
}
