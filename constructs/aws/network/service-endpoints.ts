import type { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { destroyedLast } from "../account";
import { SecurityGroup } from "./security-group";

/** Properties of {@link ServiceEndpoints}. */
export interface ServiceEndpointsProps {
  /** VPC that gets the endpoints. */
  readonly vpc: Vpc;
  /** Region of the VPC. */
  readonly region: string;
  /** Route tables of the subnets that reach S3 through the gateway endpoint. */
  readonly routeTables: readonly RouteTable[];
  /** Names of the services that get an interface endpoint, such as `secretsmanager`. */
  readonly services: readonly string[];
  /** Subnets that get the interface endpoints; none where servers reach the services another way. */
  readonly interfaceSubnets: readonly Subnet[];
  /** Resources that must exist before S3's endpoint leaves route tables that led to it. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * AWS services that servers call: Secrets Manager for the database's secret, CloudWatch Logs, and Session Manager for a shell without SSH. The SSM agent needs `ec2messages` no more
 * since 3.3.40; Amazon Linux 2023 serves its packages from S3.
 */
export const serverServices: readonly string[] = ["secretsmanager", "logs", "ssm", "ssmmessages"];

/**
 * VPC endpoints of the AWS services that servers need: a gateway endpoint for S3, which is free, and interface endpoints
 * for the others.
 */
export class ServiceEndpoints extends Construct {
  /** Every endpoint. */
  readonly resources: readonly VpcEndpoint[];

  private readonly s3: VpcEndpoint;
  private readonly securityGroup: SecurityGroup | undefined;

  constructor(scope: Construct, id: string, props: ServiceEndpointsProps) {
    super(scope, id);
    this.s3 = new VpcEndpoint(this, "s3", {
      vpcId: props.vpc.id,
      serviceName: `com.amazonaws.${props.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: props.routeTables.map((table) => table.id),
      tags: { Name: `${this.node.path}/s3` },
      dependsOn: [...props.after],
    });
    const { interfaceSubnets } = props;
    if (interfaceSubnets.length > 0)
      this.securityGroup = new SecurityGroup(this, "firewall", {
        vpcId: props.vpc.id,
        description: "private endpoints of AWS services",
      });
    this.resources = [this.s3, ...this.createInterfaces(props)];
  }

  /** Lets the servers behind `client` reach every endpoint. */
  allowFrom(client: SecurityGroup): void {
    client.allowToPrefixList("s3", this.s3.prefixListId, 443, "artifact and packages from S3");
    if (this.securityGroup) client.allowTo(this.securityGroup, 443, "AWS services through private endpoints");
  }

  private createInterfaces(props: ServiceEndpointsProps): VpcEndpoint[] {
    const { securityGroup } = this;
    if (!securityGroup) return [];
    return props.services.map(
      (service) =>
        new VpcEndpoint(this, service, {
          vpcId: props.vpc.id,
          serviceName: `com.amazonaws.${props.region}.${service}`,
          vpcEndpointType: "Interface",
          subnetIds: props.interfaceSubnets.map((subnet) => subnet.id),
          securityGroupIds: [securityGroup.group.id],
          privateDnsEnabled: true,
          tags: { Name: `${this.node.path}/${service}` },
          lifecycle: destroyedLast,
        }),
    );
  }
}
