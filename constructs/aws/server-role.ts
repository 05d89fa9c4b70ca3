import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { physicalName } from "../names";
import { partition } from "./partition";
import { serviceRole } from "./service-role";

/** What a server's identity must be told. */
export interface ServerRoleProps {
  /** Region that the servers run in. */
  readonly region: string;
}

/** The identity of the web tier's servers. By itself it allows a shell through Session Manager and nothing else. */
export class ServerRole extends Construct {
  /** The role; grants attach their own policies to it. */
  readonly role: IamRole;
  /** What hands the role to an instance. */
  readonly instanceProfile: IamInstanceProfile;

  constructor(scope: Construct, id: string, { region }: ServerRoleProps) {
    super(scope, id);
    this.role = serviceRole(this, "ec2.amazonaws.com");
    new IamRolePolicyAttachment(this, "session-manager", {
      role: this.role.name,
      policyArn: `arn:${partition(region)}:iam::aws:policy/AmazonSSMManagedInstanceCore`,
    });
    this.instanceProfile = new IamInstanceProfile(this, "instance-profile", {
      namePrefix: `${physicalName(this, 37)}-`,
      role: this.role.name,
    });
  }
}
