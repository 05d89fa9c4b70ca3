import {
  DescribeAvailabilityZonesCommand,
  DescribeSubnetsCommand,
  type EC2Client,
  type Filter,
} from "@aws-sdk/client-ec2";
import { readReference } from "../../proofs/aws/references";
import { literal, type Stack } from "../stack";

/** A zone as the stack names it: by its own name, or by its place in the alphabet among those of the region. */
type ZoneWish = { readonly name: string } | { readonly index: number };

/** Zones of subnets that the stack makes; nothing for subnets that were there before. */
export function zoneWishes(stack: Stack, subnets: readonly string[]): ZoneWish[] {
  const wishes = subnets.map((subnet) => wishOf(stack, subnet)).filter((wish) => wish !== undefined);
  return [...new Map(wishes.map((wish) => [JSON.stringify(wish), wish])).values()];
}

function wishOf(stack: Stack, subnet: string): ZoneWish | undefined {
  if (literal(subnet) !== undefined) return undefined;
  const { type, name } = readReference(subnet);
  const zone = stack.json.resource[type]?.[name]?.availability_zone as unknown;
  const given = literal(zone);
  if (given !== undefined) return { name: given };
  const [, index] = /^\$\{element\(data\.aws_availability_zones\..+, (\d+)\)\}$/.exec(String(zone)) ?? [];
  return index === undefined ? undefined : { index: Number(index) };
}

/** The zone of a region that is meant; nothing where the region does not have it. */
export function zoneOf(wish: ZoneWish, zones: readonly string[]): string | undefined {
  return "name" in wish ? zones.find((zone) => zone === wish.name) : zones[wish.index];
}

/** Names of the zones that the region has for this account and this stack, in the order in which the provider counts them. */
export async function zonesOf(stack: Stack, ec2: EC2Client): Promise<string[]> {
  const [data] = stack.data("aws_availability_zones");
  const filters = [...terraformFilters(data?.filter), { Name: "state", Values: ["available"] }];
  const { AvailabilityZones = [] } = await ec2.send(
    new DescribeAvailabilityZonesCommand({ Filters: filters }),
  );
  const left = (data?.exclude_zone_ids ?? []) as readonly string[];
  return AvailabilityZones.filter(({ ZoneId = "" }) => !left.includes(ZoneId))
    .map(({ ZoneName = "" }) => ZoneName)
    .sort();
}

function terraformFilters(filters: unknown): Filter[] {
  const all = (Array.isArray(filters) ? filters : []) as { name: string; values: string[] }[];
  return all.map(({ name, values }) => ({ Name: name, Values: values }));
}

/** Names of the zones that subnets lie in, whether the stack makes them or not; those that the region lacks are left out. */
export async function zonesOfSubnets(
  stack: Stack,
  subnets: readonly string[],
  ec2: EC2Client,
): Promise<string[]> {
  const existing = subnets.filter((subnet) => literal(subnet) !== undefined);
  if (existing.length > 0) {
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: existing }));
    return [...new Set(Subnets.map(({ AvailabilityZone = "" }) => AvailabilityZone))].sort();
  }
  const zones = await zonesOf(stack, ec2);
  return zoneWishes(stack, subnets)
    .map((wish) => zoneOf(wish, zones))
    .filter((zone) => zone !== undefined);
}
