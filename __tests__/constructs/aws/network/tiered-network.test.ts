import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { describe, expect, test } from "@jest/globals";
import { Egress, TieredNetwork, type TieredNetworkProps, Zones } from "../../../../constructs/aws";
import { SecurityGroup } from "../../../../constructs/aws/network/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { awsTestStack, resolve, resources, synth, theResource } from "../../../support/synth";

const region = "eu-west-1";

function networkWith(props: Partial<TieredNetworkProps> = {}) {
  const stack = awsTestStack();
  const network = new TieredNetwork(stack, "network", { region, ...props });
  return { stack, network };
}

/** Where the subnets of each tier send what does not stay inside. */
function routesByTier({ stack, network }: ReturnType<typeof networkWith>) {
  const associations = resources(stack, RouteTableAssociation);
  const routes = resources(stack, Route);
  return Object.fromEntries(
    (["public", "web", "data"] as const).map((tier) => {
      const subnetIds = network.subnetsOf(tier).map((subnet) => resolve(stack, subnet.id));
      const tables = associations.filter(({ subnet_id }) => subnetIds.includes(subnet_id as string));
      expect(tables).toHaveLength(subnetIds.length);
      const targets = tables.flatMap(({ route_table_id }) =>
        routes
          .filter((route) => route.route_table_id === route_table_id)
          .map((route) => (route.gateway_id ? "internet gateway" : "NAT gateway")),
      );
      return [tier, targets];
    }),
  );
}

describe("network on AWS", () => {
  test("has a subnet for each tier in each zone", () => {
    const { stack } = networkWith();
    expect(resources(stack, Subnet).map(({ cidr_block }) => cidr_block as string)).toEqual([
      "10.0.128.0/21",
      "10.0.136.0/21",
      "10.0.0.0/21",
      "10.0.8.0/21",
      "10.0.64.0/21",
      "10.0.72.0/21",
    ]);
  });

  test("keeps every subnet's name, addresses and zone when a zone is added in front", () => {
    const describeSubnets = (...zones: string[]) =>
      Object.fromEntries(
        resources(networkWith({ zones: Zones.named(...zones) }).stack, Subnet).map(
          ({ logicalId, cidr_block, availability_zone }) => [logicalId, { cidr_block, availability_zone }],
        ),
      );
    expect(describeSubnets("eu-west-1c", "eu-west-1a", "eu-west-1b")).toMatchObject(
      describeSubnets("eu-west-1b", "eu-west-1c"),
    );
  });

  test("asks the region for its zones, and where they are named whether it has them", () => {
    expect(
      resources(networkWith({ zones: Zones.named("eu-west-1a", "eu-west-1b") }).stack, Subnet)[0],
    ).toMatchObject({
      availability_zone: "eu-west-1a",
    });
    const { data } = synth(networkWith({ zones: Zones.named("eu-west-1a", "eu-west-1b") }).stack);
    const [named, ...others] = Object.values(data![DataAwsAvailabilityZones.tfResourceType]!);
    expect(others).toEqual([]);
    expect(named!.lifecycle).toHaveProperty("postcondition");
    expect(synth(networkWith().stack).data).toHaveProperty(DataAwsAvailabilityZones.tfResourceType);
  });

  test("stays out of the zone where t3 and t4g cannot start", () => {
    const { data } = synth(networkWith().stack);
    expect(Object.values(data?.[DataAwsAvailabilityZones.tfResourceType] ?? {})).toEqual([
      expect.objectContaining({ exclude_zone_ids: ["use1-az3"] }),
    ]);
  });

  test("does not move a subnet when the region's list of zones changes", () => {
    for (const subnet of resources(networkWith().stack, Subnet))
      expect(subnet.lifecycle).toEqual({ ignore_changes: ["availability_zone"] });
  });

  test("does not replace the VPC, and all that lies in it, for another block of addresses", () => {
    expect(theResource(networkWith().stack, Vpc).lifecycle.ignore_changes).toEqual(["cidr_block"]);
  });

  test("locks the default security group", () => {
    const { stack, network } = networkWith();
    const { logicalId, ...group } = theResource(stack, DefaultSecurityGroup);
    expect(Object.keys(group).filter((key) => key !== "//")).toEqual(["vpc_id"]);
    expect(group.vpc_id).toBe(resolve(stack, network.vpc.id));
    expect(logicalId).toContain("default-security-group");
  });

  test("routes nothing but the public tier to the internet by default", () => {
    expect(routesByTier(networkWith())).toEqual({
      public: ["internet gateway", "internet gateway"],
      web: [],
      data: [],
    });
  });

  test("routes the web tier through NAT when asked, the data tier never", () => {
    expect(routesByTier(networkWith({ egress: Egress.nat() }))).toEqual({
      public: ["internet gateway", "internet gateway"],
      web: ["NAT gateway", "NAT gateway"],
      data: [],
    });
  });

  test("gives servers public addresses only when asked", () => {
    const launched = (egress?: Egress) => {
      const { stack, network } = networkWith(egress ? { egress } : {});
      expect(network.subnetsOf("web")).toHaveLength(2);
      return resources(stack, Subnet)
        .filter((subnet) => subnet.map_public_ip_on_launch === true)
        .map((subnet) => subnet.cidr_block as string);
    };
    expect(launched()).toEqual([]);
    expect(launched(Egress.nat())).toEqual([]);
    expect(launched(Egress.publicAddresses())).toEqual(["10.0.64.0/21", "10.0.72.0/21"]);
    expect(routesByTier(networkWith({ egress: Egress.publicAddresses() })).data).toEqual([]);
  });

  test.each([
    { perZone: false, gateways: 1 },
    { perZone: true, gateways: 2 },
  ])("has $gateways NAT gateways with perZone: $perZone", ({ perZone, gateways }) => {
    const { stack } = networkWith({ egress: Egress.nat({ perZone }) });
    expect(resources(stack, NatGateway)).toHaveLength(gateways);
    const used = new Set(resources(stack, Route).flatMap((route) => (route.nat_gateway_id as string) ?? []));
    expect(used.size).toBe(gateways);
  });

  test("reaches S3 by a gateway endpoint however it reaches the rest", () => {
    for (const egress of [Egress.endpoints(), Egress.nat({ perZone: true }), Egress.publicAddresses()]) {
      const { stack, network } = networkWith({ egress });
      const [s3] = resources(stack, VpcEndpoint).filter(
        (endpoint) => endpoint.vpc_endpoint_type === "Gateway",
      );
      expect(s3).toMatchObject({ service_name: "com.amazonaws.eu-west-1.s3" });
      const webTables = resources(stack, RouteTableAssociation)
        .filter(({ subnet_id }) =>
          network.subnetsOf("web").some((subnet) => resolve(stack, subnet.id) === subnet_id),
        )
        .map(({ route_table_id }) => route_table_id as string);
      expect(s3!.route_table_ids).toEqual([...new Set(webTables)].sort());
    }
  });

  test.each([
    { perZone: false, subnets: 1 },
    { perZone: true, subnets: 2 },
  ])("puts interface endpoints into $subnets subnets with perZone: $perZone", ({ perZone, subnets }) => {
    const { stack } = networkWith({ egress: Egress.endpoints({ perZone }) });
    const endpoints = resources(stack, VpcEndpoint).filter(
      ({ vpc_endpoint_type }) => vpc_endpoint_type === "Interface",
    );
    expect(endpoints.map(({ service_name }) => (service_name as string).split(".").at(-1)).sort()).toEqual([
      "logs",
      "secretsmanager",
      "ssm",
      "ssmmessages",
    ]);
    for (const endpoint of endpoints) {
      expect(endpoint.subnet_ids).toHaveLength(subnets);
      expect(endpoint.private_dns_enabled).toBe(true);
    }
  });

  test("opens the internet to servers only where there is a way to it", () => {
    const internetRules = (egress: Egress) => {
      const { stack, network } = networkWith({ egress });
      network.allowEgress(
        new SecurityGroup(stack, "firewall", { vpcId: network.vpc.id, description: "servers" }),
      );
      return resources(stack, VpcSecurityGroupEgressRule)
        .filter((rule) => rule.cidr_ipv4)
        .map(({ cidr_ipv4, from_port, to_port }) => ({ cidr_ipv4, from_port, to_port }));
    };
    const https = { cidr_ipv4: "0.0.0.0/0", from_port: 443, to_port: 443 };
    expect(internetRules(Egress.endpoints())).toEqual([]);
    expect(internetRules(Egress.nat())).toEqual([https]);
    expect(internetRules(Egress.publicAddresses())).toEqual([https]);
  });

  test("fails when cidrBlock is too small", () => {
    expect(() => networkWith({ cidrBlock: "10.0.0.0/28" })).toThrow(
      '[test/network] `cidrBlock` must be an IPv4 block from /16 to /22 at its network address, such as 10.0.0.0/16, got "10.0.0.0/28"',
    );
  });

  test("names the key of the context where a deployed subnet lies in another zone", () => {
    const { stack } = networkWith({ zones: Zones.named("eu-west-1a", "eu-west-1b") });
    const messages = resources(stack, Subnet).map(
      ({ lifecycle }) =>
        (lifecycle as { postcondition: { error_message: string }[] }).postcondition[0]!.error_message,
    );
    expect(messages).toHaveLength(6);
    for (const message of messages)
      expect(message).toContain("`zones` (in cdktf.json `awsZones`) must stay ");
  });

  test("fails for a region that is none", () => {
    expect(() => networkWith({ region: "Ireland" })).toThrow(
      "[test/network] `region` must be a region's name",
    );
  });

  test("fails for a zone of another region", () => {
    expect(() => networkWith({ zones: Zones.named("us-east-1a", "us-east-1b") })).toThrow(
      '[test/network] `zones` must lie in the region eu-west-1, got "us-east-1a"',
    );
  });

  test.each([[["eu-west-1a"]], [["eu-west-1a", "eu-west-1a"]], [["eu-west-1a", "b"]], [[]]])(
    "fails for the zones %j",
    (names) => expect(() => Zones.named(...names)).toThrow(`got ${JSON.stringify(names)}`),
  );

  test.each([1, 7, 2.5, NaN])("fails for %d zones", (count) => {
    expect(() => Zones.available(count)).toThrow(`got ${count}`);
  });
});
