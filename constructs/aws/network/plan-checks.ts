import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { Postcondition } from "cdktf";
import type { Construct } from "constructs";
import { type Tier, zoneLetters } from "../../shared";

/*
 * Data sources with postconditions, for rules that only AWS knows and synthesis cannot check: each is read in every plan, and a plan that hears
 * something else fails before anything is touched. Nothing else depends on the answer.
 */

/** Has every plan check that a region has these zones for this account, and that a load balancer may stand there. */
export function checkZones(scope: Construct, region: string, names: readonly string[]): void {
  new DataAwsAvailabilityZones(scope, "named-zones", {
    state: "available",
    filter: [{ name: "zone-type", values: ["availability-zone"] }],
    lifecycle: {
      postcondition: [
        {
          condition: `\${length(setsubtract(${JSON.stringify(names)}, self.names)) == 0}`,
          errorMessage: `The zones ${names.join(", ")} must all be zones of ${region} that are open to this account, which are \${join(", ", self.names)}.`,
        },
      ],
    },
  });
}

/**
 * Has every plan check that no zone goes in which a network has subnets, however late the zone came: what stands in them
 * keeps them from being destroyed.
 *
 * At the first deployment there are none yet, and what AWS does not tell of at once is of no harm.
 *
 * @param scope network whose subnets are called by its path, tier and zone
 * @param vpc its VPC
 * @param letters zones that it has subnets in from now on
 */
export function keepZones(scope: Construct, vpc: Vpc, letters: readonly string[]): void {
  const others = zoneLetters.filter((letter) => !letters.includes(letter));
  if (others.length === 0) return;
  new DataAwsSubnets(scope, "subnets-elsewhere", {
    filter: [
      { name: "vpc-id", values: [vpc.id] },
      { name: "tag:Name", values: others.map((letter) => `${scope.node.path}/web-${letter}`) },
    ],
    lifecycle: {
      postcondition: [
        {
          condition: "${length(self.ids) == 0}",
          errorMessage: `\`zones\` (in cdktf.json \`awsZones\`) must stay those that the network has subnets in, or become more, got zones by the letters ${letters.join(", ")}: \${join(", ", self.ids)} lies in another one, which a running stack cannot leave. Set it back; or deploy a second stack, move the data, and destroy this one.`,
        },
      ],
    },
  });
}

/** Has every plan check that subnets of a tier belong to the VPC, and lie in as many zones as what stands there needs. */
export function checkSubnets(
  scope: Construct,
  vpcId: string,
  tier: Tier,
  subnetIds: readonly string[],
): void {
  const zones: string[] = [];
  subnetIds.forEach((subnetId, index) => {
    const isLast = index === subnetIds.length - 1;
    const subnet = new DataAwsSubnet(scope, `${tier}-${index + 1}`, {
      id: subnetId,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.vpc_id == "${vpcId}"}`,
            errorMessage: `The subnet ${subnetId} of the ${tier} tier must belong to ${vpcId}, and belongs to \${self.vpc_id}.`,
          },
          ...(isLast ? inSeveralZones(tier, zones) : []),
        ],
      },
    });
    zones.push(`data.${subnet.terraformResourceType}.${subnet.friendlyUniqueId}.availability_zone`);
  });
}

// An Application Load Balancer takes one subnet of a zone, and RDS two zones or more.
function inSeveralZones(tier: Tier, others: readonly string[]): Postcondition[] {
  const distinct = `length(distinct([${[...others, "self.availability_zone"].join(", ")}]))`;
  const least = { public: others.length + 1, web: 1, data: 2 }[tier];
  return [
    {
      condition: `\${${distinct} >= ${least}}`,
      errorMessage: `The subnets of the ${tier} tier must lie in ${least} different zones, and lie in \${${distinct}}.`,
    },
  ];
}
