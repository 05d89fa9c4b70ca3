import { SecurityGroup as Ec2SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { pathWithinStack, physicalName, requireThat } from "../../shared";
import { destroyedLast } from "../account";

/** Properties of {@link SecurityGroup}. */
export interface SecurityGroupProps {
  /** Identifier of the VPC. */
  readonly vpcId: string;
  /** Description of the security group: the resource that it protects, in a few words. */
  readonly description: string;
}

const anywhere = "0.0.0.0/0";

/** A security group that lets nothing in or out until it is told to, one TCP port at a time. */
export class SecurityGroup extends Construct {
  /** The security group itself, without inline rules. */
  readonly group: Ec2SecurityGroup;
  /** Every rule on the ways from here and to here, at either end: who needs a way waits for both. */
  readonly rules: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    // AWS replaces a group whose description changes, and a group in use cannot be deleted first.
    this.group = new Ec2SecurityGroup(this, "group", {
      namePrefix: namePrefix(scope),
      description: asciiDescription(this, props.description),
      vpcId: props.vpcId,
      lifecycle: destroyedLast,
    });
  }

  /**
   * Opens one port from here to `server`: a rule out of this group and a rule into the other.
   *
   * @param description what the traffic is for, such as "health checks and visits"
   */
  allowTo(server: SecurityGroup, port: number, description: string): void {
    const rule = { ...tcp(port), description: asciiDescription(this, description) };
    const id = `${pathWithinStack(server)}-${port}`;
    const out = new VpcSecurityGroupEgressRule(this, `to-${id}`, {
      ...rule,
      securityGroupId: this.group.id,
      referencedSecurityGroupId: server.group.id,
      lifecycle: destroyedLast,
    });
    const from = `from-${pathWithinStack(this)}-${port}`;
    const into = new VpcSecurityGroupIngressRule(server, from, {
      ...rule,
      securityGroupId: server.group.id,
      referencedSecurityGroupId: this.group.id,
      lifecycle: destroyedLast,
    });
    this.rules.push(out, into);
    server.rules.push(out, into);
  }

  /** Opens one port from here to the addresses of an AWS service, such as S3 behind a gateway endpoint. */
  allowToPrefixList(id: string, prefixListId: string, port: number, description: string): void {
    const rule = new VpcSecurityGroupEgressRule(this, `to-${id}-${port}`, {
      ...tcp(port),
      description: asciiDescription(this, description),
      securityGroupId: this.group.id,
      prefixListId,
      lifecycle: destroyedLast,
    });
    this.rules.push(rule);
  }

  /** Opens one port from here to any IPv4 address. */
  allowToInternet(port: number, description: string): void {
    const rule = new VpcSecurityGroupEgressRule(this, `to-internet-${port}`, {
      ...tcp(port),
      description: asciiDescription(this, description),
      securityGroupId: this.group.id,
      cidrIpv4: anywhere,
      lifecycle: destroyedLast,
    });
    this.rules.push(rule);
  }

  /** Opens one port to visitors from any IPv4 address. */
  allowFromInternet(port: number, description: string): void {
    const rule = new VpcSecurityGroupIngressRule(this, `from-internet-${port}`, {
      ...tcp(port),
      description: asciiDescription(this, description),
      securityGroupId: this.group.id,
      cidrIpv4: anywhere,
      lifecycle: destroyedLast,
    });
    this.rules.push(rule);
  }
}

// AWS keeps names that begin with `sg-` for itself.
function namePrefix(scope: Construct): string {
  const name = physicalName(scope, 100);
  return name.startsWith("sg-") ? `firewall-${name}-` : `${name}-`;
}

function tcp(port: number) {
  return { ipProtocol: "tcp", fromPort: port, toPort: port };
}

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html; no plan catches it.
function asciiDescription(scope: Construct, description: string): string {
  requireThat(
    scope,
    "description",
    description,
    "be 1 to 255 characters out of a-z, A-Z, 0-9, space and ._-:/()#,@[]+=&;{}!$*",
    (text) => /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/.test(text),
  );
  return description;
}
