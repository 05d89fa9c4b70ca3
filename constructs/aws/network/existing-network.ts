import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ipv4Block, requireThat, type Tier } from "../../shared";
import type { SecurityGroup } from "./security-group";
import type { INetwork } from "./network";
import { checkSubnets } from "./plan-checks";

/** Properties of {@link ExistingNetwork}. */
export interface ExistingNetworkProps {
  /** Region that holds the VPC, such as `us-east-1`. */
  readonly region: string;
  /** Identifier of the VPC. */
  readonly vpcId: string;
  /** Addresses of the VPC, such as `10.0.0.0/16`. */
  readonly cidrBlock: string;
  /**
   * Identifiers of two or more subnets a tier, each in another zone. `public` routes to an internet gateway; `web` reaches S3,
   * Secrets Manager, CloudWatch Logs and Systems Manager, by NAT or by endpoints; `data` needs no route.
   */
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>;
}

// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html. What a VPC has, its owner has decided: also addresses of the
// internet.
const blockRule = "be an IPv4 block from /16 to /28 at its network address, such as 10.0.0.0/16";

function isVpcBlock(text: string): boolean {
  const block = ipv4Block(text);
  return block !== undefined && block.prefix >= 16 && block.prefix <= 28;
}

/** A VPC that was there before. It stays as it is: routes, endpoints and flow logs are its owner's. */
export class ExistingNetwork extends Construct implements INetwork {
  readonly cidrBlock: string;
  /** Region that holds the network. */
  readonly region: string;
  /** The VPC. */
  readonly vpc: { readonly id: string };
  /** Nothing: all of it is there. */
  readonly ready: readonly ITerraformDependable[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingNetworkProps,
  ) {
    super(scope, id);
    const { region, vpcId, cidrBlock, subnetIds } = props;
    requireThat(this, "vpcId", vpcId, "be the identifier of a VPC such as vpc-0123456789abcdef0", (given) =>
      /^vpc-[0-9a-f]{8,17}$/.test(given),
    );
    requireThat(this, "cidrBlock", cidrBlock, blockRule, isVpcBlock);
    for (const tier of ["public", "web", "data"] as const)
      requireThat(
        this,
        `subnetIds.${tier}`,
        subnetIds[tier],
        "be two or more different identifiers of subnets such as subnet-0123456789abcdef0",
        (given) =>
          new Set(given).size === given.length &&
          given.length >= 2 &&
          given.every((subnet) => /^subnet-[0-9a-f]{8,17}$/.test(subnet)),
      );
    requireThat(
      this,
      "subnetIds",
      subnetIds,
      "name no subnet in two tiers, which have different routes",
      (given) => {
        const all = Object.values(given).flat();
        return new Set(all).size === all.length;
      },
    );
    for (const tier of ["public", "web", "data"] as const) checkSubnets(this, vpcId, tier, subnetIds[tier]);
    this.region = region;
    this.cidrBlock = cidrBlock;
    this.vpc = { id: vpcId };
  }

  /** Subnets of a tier, in the order in which they were given. */
  subnetsOf(tier: Tier): readonly { readonly id: string }[] {
    return this.props.subnetIds[tier].map((id) => ({ id }));
  }

  /** Lets the servers behind `client` open HTTPS connections; where they lead, the network's own routes decide. */
  allowEgress(client: SecurityGroup): void {
    client.allowToInternet(443, "AWS services by whatever way there is");
  }
}
