import { CoreDefaultSecurityList } from "@cdktf/provider-oci/lib/core-default-security-list";
import { CoreInternetGateway } from "@cdktf/provider-oci/lib/core-internet-gateway";
import { CoreNatGateway } from "@cdktf/provider-oci/lib/core-nat-gateway";
import { CoreNetworkSecurityGroupSecurityRule } from "@cdktf/provider-oci/lib/core-network-security-group-security-rule";
import { CoreRouteTable } from "@cdktf/provider-oci/lib/core-route-table";
import { CoreServiceGateway } from "@cdktf/provider-oci/lib/core-service-gateway";
import { CoreSubnet } from "@cdktf/provider-oci/lib/core-subnet";
import { CoreVcn } from "@cdktf/provider-oci/lib/core-vcn";
import { describe, expect, test } from "@jest/globals";
import { TerraformVariable } from "cdktf";
import { TieredNetwork } from "../../../constructs/oci";
import { Firewall } from "../../../constructs/oci/firewall";
import { subnetPlan, type Tier } from "../../../constructs/subnet-plan";
import { inventory, resolve, resources, theResource } from "../../support/synth";
import { networkWith, ociTestStack } from "./tiers";

/** Kinds of gateway that a tier's routes lead to, by destination. */
function routesOf(tier: Tier): Record<string, string> {
  const { stack, network } = networkWith();
  const routeTable = resolve(stack, network.subnetOf(tier).routeTableIdInput!);
  const table = resources(stack, CoreRouteTable).find(({ logicalId }) => routeTable.includes(logicalId))!;
  return Object.fromEntries(
    (table.route_rules as Record<string, string>[]).map((rule) => [
      rule.destination_type === "SERVICE_CIDR_BLOCK" ? "Oracle services" : rule.destination!,
      /oci_core_(\w+_gateway)\./.exec(rule.network_entity_id!)![1]!,
    ]),
  );
}

describe("network on OCI", () => {
  test("is one VCN with the addresses that it was given", () => {
    const { stack, network } = networkWith({ cidrBlock: "10.7.0.0/20" });
    expect(theResource(stack, CoreVcn).cidr_blocks).toEqual(["10.7.0.0/20"]);
    expect(network.cidrBlock).toBe("10.7.0.0/20");
  });

  test("has one subnet per tier, each over all availability domains", () => {
    const { stack } = networkWith();
    const subnets = resources(stack, CoreSubnet);
    expect(subnets.map((subnet) => subnet.cidr_block as string).sort()).toEqual(
      subnetPlan("10.0.0.0/16")
        .map(({ cidrBlock }) => cidrBlock)
        .sort(),
    );
    expect(subnets.filter((subnet) => "availability_domain" in subnet)).toEqual([]);
  });

  test.each<[Tier, boolean]>([
    ["public", false],
    ["web", true],
    ["data", true],
  ])("says of the %s tier whether it forbids public addresses: %s", (tier, forbids) => {
    const { stack, network } = networkWith();
    const name = resolve(stack, network.subnetOf(tier).id).split(".")[1];
    expect(resources(stack, CoreSubnet).find(({ logicalId }) => logicalId === name)).toMatchObject({
      prohibit_public_ip_on_vnic: forbids,
      prohibit_internet_ingress: forbids,
    });
  });

  test("leads the public tier to the internet, and nowhere else", () => {
    expect(routesOf("public")).toEqual({ "0.0.0.0/0": "internet_gateway" });
  });

  test("leads the web tier to Oracle's services directly, and to the internet one way only", () => {
    expect(routesOf("web")).toEqual({ "0.0.0.0/0": "nat_gateway", "Oracle services": "service_gateway" });
  });

  test("leads the data tier to Oracle's services, and not to the internet", () => {
    expect(routesOf("data")).toEqual({ "Oracle services": "service_gateway" });
  });

  test("has one gateway of each kind", () => {
    const { stack } = networkWith();
    for (const gateway of [CoreInternetGateway, CoreNatGateway, CoreServiceGateway])
      expect(resources(stack, gateway)).toHaveLength(1);
  });

  test("empties the default security list", () => {
    const { stack, network } = networkWith();
    const list = theResource(stack, CoreDefaultSecurityList);
    expect(list.manage_default_resource_id).toBe(resolve(stack, network.vcn.defaultSecurityListId));
    expect(Object.keys(list).filter((key) => key.endsWith("_rules"))).toEqual([]);
  });

  test("puts no subnet behind another security list than the empty one", () => {
    const { stack, network } = networkWith();
    const closed = [resolve(stack, network.vcn.defaultSecurityListId)];
    expect(resources(stack, CoreSubnet).map((subnet) => subnet.security_list_ids as string[])).toEqual([
      closed,
      closed,
      closed,
    ]);
    expect(inventory(stack)).not.toHaveProperty("oci_core_security_list");
  });

  test("lets servers out to Oracle's services by HTTPS, and nowhere else", () => {
    const { stack, network } = networkWith();
    network.allowEgress(new Firewall(stack, "servers", { network }));
    const rules = resources(stack, CoreNetworkSecurityGroupSecurityRule);
    expect(rules).toEqual([
      expect.objectContaining({
        direction: "EGRESS",
        protocol: "6",
        destination_type: "SERVICE_CIDR_BLOCK",
        tcp_options: { destination_port_range: { min: 443, max: 443 } },
      }),
    ]);
    expect(rules[0]!.destination).toMatch(/^\$\{data\.oci_core_services\..+\.cidr_block\}$/);
  });

  test("gives names in the resolver that OCI accepts, whatever the construct is called", () => {
    const stack = ociTestStack();
    const place = {
      compartmentId: "ocid1.compartment.oc1..a",
      tenancyId: "ocid1.tenancy.oc1..a",
      region: "x",
    };
    const network = (id: string) =>
      new TieredNetwork(stack, id, { ...place, region: "eu-frankfurt-1" }).vcn.dnsLabelInput;
    expect(network("my-network")).toBe("mynetwork");
    expect(network("network-of-the-north")).toMatch(/^[a-z][a-z0-9]{14}$/);
    expect(network("network-of-the-south")).not.toBe(network("network-of-the-north-too"));
  });

  test.each([
    ["cidrBlock", "10.0.0.0/8", "be an IPv4 block from /16 to /22"],
    ["compartmentId", "my-compartment", "be the OCID of a compartment"],
    ["tenancyId", "ocid1.compartment.oc1..aaaa", "be the OCID of a tenancy"],
    ["region", "Frankfurt", "be a region's name such as us-ashburn-1"],
  ])("fails when %s is %j", (prop, value, rule) => {
    expect(() => networkWith({ [prop]: value })).toThrow(
      new RegExp(`^\\[test/network\\] \`${prop}\` must ${rule}.*, got "${value}"$`),
    );
  });

  test("takes its place from variables", () => {
    const stack = ociTestStack();
    const [compartmentId, tenancyId, region] = ["compartment", "tenancy", "region"].map(
      (name) => new TerraformVariable(stack, name, { type: "string" }).stringValue,
    ) as [string, string, string];
    new TieredNetwork(stack, "network", { compartmentId, tenancyId, region });
    expect(theResource(stack, CoreVcn).compartment_id).toBe("${var.compartment}");
  });
});
