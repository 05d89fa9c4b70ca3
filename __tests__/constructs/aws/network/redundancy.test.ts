import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { describe, expect, test } from "@jest/globals";
import { Egress, TieredNetwork, type TieredNetworkProps } from "../../../../constructs/aws";
import { awsTestStack, resources } from "../../../support/synth";

function networkWith(props: Partial<TieredNetworkProps>) {
  const stack = awsTestStack();
  new TieredNetwork(stack, "network", { region: "eu-west-1", ...props });
  return stack;
}

describe("a zone that fails on AWS", () => {
  test("takes nobody's way out with it but that of its own servers, where each has a NAT gateway", () => {
    const stack = networkWith({ egress: Egress.nat({ perZone: true }) });
    const zoneOf = Object.fromEntries(
      resources(stack, Subnet).map(({ logicalId, availability_zone }) => [
        `\${aws_subnet.${logicalId}.id}`,
        availability_zone as string,
      ]),
    );
    const gateways = Object.fromEntries(
      resources(stack, NatGateway).map(({ logicalId, subnet_id }) => [
        `\${aws_nat_gateway.${logicalId}.id}`,
        zoneOf[subnet_id as string],
      ]),
    );
    const routes = resources(stack, Route).filter(({ nat_gateway_id }) => nat_gateway_id !== undefined);
    const ways = routes.map(({ route_table_id, nat_gateway_id }) => {
      const { subnet_id } = resources(stack, RouteTableAssociation).find(
        (association) => association.route_table_id === route_table_id,
      )!;
      return [zoneOf[subnet_id as string], gateways[nat_gateway_id as string]];
    });
    expect(ways).toHaveLength(2);
    expect(new Set(ways.map(([zone]) => zone)).size).toBe(2);
    for (const [zone, gateway] of ways) expect(gateway).toBe(zone);
  });

  test("takes no endpoint of AWS's services with it, where the network is redundant", () => {
    const zones = (props: Partial<TieredNetworkProps>) =>
      resources(networkWith(props), VpcEndpoint)
        .filter(({ vpc_endpoint_type }) => vpc_endpoint_type === "Interface")
        .map(({ subnet_ids }) => (subnet_ids as string[]).length);
    expect(new Set(zones({ redundant: true }))).toEqual(new Set([2]));
    expect(new Set(zones({}))).toEqual(new Set([1]));
  });
});
