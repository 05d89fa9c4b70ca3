import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { destroyedLast } from "../account";

/** Properties of {@link NatGateways}. */
export interface NatGatewaysProps {
  /** Public subnets, each of which gets a gateway. */
  readonly subnets: readonly Subnet[];
  /** Resources that must exist first: a gateway whose subnet has no route to the internet fails to start. */
  readonly dependsOn: ITerraformDependable[];
}

/** NAT gateways with addresses of their own, one in each of the given public subnets. */
export class NatGateways extends Construct {
  /** In the order of the subnets. */
  readonly gateways: readonly NatGateway[];

  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    this.gateways = props.subnets.map((subnet) => {
      const zone = subnet.node.id.replace("public-", "");
      const tags = { Name: `${this.node.path}/${zone}` };
      const address = new Eip(this, `address-${zone}`, { domain: "vpc", tags, lifecycle: destroyedLast });
      return new NatGateway(this, `gateway-${zone}`, {
        allocationId: address.id,
        subnetId: subnet.id,
        tags,
        dependsOn: props.dependsOn,
        lifecycle: destroyedLast,
      });
    });
  }
}
