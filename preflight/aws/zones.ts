import { DescribeInstanceTypeOfferingsCommand } from "@aws-sdk/client-ec2";
import { failure, listed, ok, type Question, warning } from "../question";
import { literal, type Stack } from "../stack";
import type { AwsAccount } from "./account";
import { nodesOf } from "./nodes";
import { zoneOf, zonesOf, zonesOfSubnets, zoneWishes } from "./subnets";

/** Asks whether the region has the zones that the network spreads over. */
export function zones(stack: Stack): readonly Question<AwsAccount>[] {
  const subnets = stack.all("aws_subnet").map(({ logicalId }) => `\${aws_subnet.${logicalId}.id}`);
  const wishes = zoneWishes(stack, subnets);
  if (wishes.length === 0) return [];
  return [
    {
      id: "zones",
      asks: "Does the region have the zones that the network spreads over?",
      needs: ["ec2:DescribeAvailabilityZones"],
      link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html",
      answer: async ({ ec2, region }) => {
        const found = await zonesOf(stack, ec2);
        const named = wishes.map((wish) => zoneOf(wish, found)).filter((zone) => zone !== undefined);
        if (named.length === wishes.length) return ok(`${region} has ${listed(named)}`);
        return failure(
          `${wishes.length} zones are asked for, and ${region} has ${listed(found) || "none"} for this account and this stack`,
          "set `awsZones` in cdktf.json to two or more of those",
        );
      },
    },
  ];
}

/** Asks whether servers of the stack's type can be had in every zone that they may start in. */
export function instanceTypeInZones(stack: Stack): readonly Question<AwsAccount>[] {
  const nodes = nodesOf(stack);
  const type = nodes?.type ?? literal(stack.first("aws_launch_template")?.instance_type);
  const ofGroup = (stack.first("aws_autoscaling_group")?.vpc_zone_identifier ?? []) as readonly string[];
  const subnets = nodes?.subnets ?? ofGroup;
  if (type === undefined || subnets.length === 0) return [];
  return [
    {
      id: "instance-type",
      asks: `Can ${type} be had in every zone that servers start in?`,
      needs: ["ec2:DescribeInstanceTypeOfferings", "ec2:DescribeAvailabilityZones", "ec2:DescribeSubnets"],
      link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-discovery.html",
      answer: async ({ ec2 }) => {
        const command = new DescribeInstanceTypeOfferingsCommand({
          LocationType: "availability-zone",
          Filters: [{ Name: "instance-type", Values: [type] }],
        });
        const [{ InstanceTypeOfferings = [] }, wanted] = await Promise.all([
          ec2.send(command),
          zonesOfSubnets(stack, subnets, ec2),
        ]);
        const offered = InstanceTypeOfferings.map(({ Location }) => Location);
        return verdictOf(
          type,
          wanted,
          wanted.filter((zone) => !offered.includes(zone)),
        );
      },
    },
  ];
}

function verdictOf(type: string, wanted: readonly string[], lacking: readonly string[]) {
  if (lacking.length === 0) return ok(`${type} can be had in ${listed(wanted)}`);
  const fix = "set `awsZones` in cdktf.json to zones that have it, before the first deployment";
  return lacking.length === wanted.length
    ? failure(`${type} cannot be had in ${listed(wanted)}, so no server would start`, fix)
    : warning(`${type} cannot be had in ${listed(lacking)}, so servers start in the other zones alone`, fix);
}
