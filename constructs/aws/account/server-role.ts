import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { physicalName } from "../../shared";
import { allow } from "./policy";
import { serviceRole } from "./service-role";

// Just what a shell takes. AWS's own policy would let a server read every parameter of the account besides. AWS's
// own minimum names no resource for these: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
const sessionManager = [
  "ssm:UpdateInstanceInformation",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
];

/**
 * An IAM role, with its instance profile, that the web tier's servers take on. By itself it allows a shell through Session
 * Manager and nothing else.
 */
export class ServerRole extends Construct {
  /** The role; grants attach their own policies to it. */
  readonly role: IamRole;
  /** The instance profile that hands the role to an instance. */
  readonly instanceProfile: IamInstanceProfile;
  /** The policy that allows the shell: the agent asks once at boot, and for a good while not again. */
  readonly shell: IamRolePolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.role = serviceRole(this, "ec2.amazonaws.com");
    this.shell = new IamRolePolicy(this, "session-manager", {
      namePrefix: "session-manager-",
      role: this.role.name,
      policy: allow({ actions: sessionManager, resources: ["*"] }),
    });
    this.instanceProfile = new IamInstanceProfile(this, "instance-profile", {
      namePrefix: `${physicalName(this, 37)}-`,
      role: this.role.name,
    });
  }
}
