import { CoreDefaultSecurityList } from "@cdktf/provider-oci/lib/core-default-security-list";
import { CoreInternetGateway } from "@cdktf/provider-oci/lib/core-internet-gateway";
import { CoreNatGateway } from "@cdktf/provider-oci/lib/core-nat-gateway";
import { CoreNetworkSecurityGroupSecurityRule } from "@cdktf/provider-oci/lib/core-network-security-group-security-rule";
import { CoreRouteTable } from "@cdktf/provider-oci/lib/core-route-table";
import { CoreServiceGateway } from "@cdktf/provider-oci/lib/core-service-gateway";
import { CoreSubnet } from "@cdktf/provider-oci/lib/core-subnet";
import { CoreVcn } from "@cdktf/provider-oci/lib/core-vcn";
import { LoggingLog } from "@cdktf/provider-oci/lib/logging-log";
import { describe, expect, test } from "@jest/globals";
import { type TerraformStack, TerraformVariable } from "cdktf";
import { TieredNetwork } from "../../../../constructs/oci";
import { NetworkSecurityGroup } from "../../../../constructs/oci/network/network-security-group";
import { subnetPlan, type Tier } from "../../../../constructs/shared/subnet-plan";
import { inventory, resolve, resources, type Synthesized, synth, theResource } from "../../../support/synth";
import { compartmentId, existingNetwork, networkWith, ociTestStack, tenancyId } from "../tiers";

/** The subnet of a tier, as it stands in the JSON. */
function subnetOf(tier: Tier, { stack, network } = networkWith()): Synthesized {
  const id = resolve(stack, network.subnetIdOf(tier));
  return resources(stack, CoreSubnet).find(({ logicalId }) => id.split(".")[1] === logicalId)!;
}

const defaultListOf = (stack: TerraformStack) =>
  `\${oci_core_vcn.${theResource(stack, CoreVcn).logicalId}.default_security_list_id}`;

/** Kinds of gateway that a tier's routes lead to, by destination. */
function routesOf(tier: Tier): Record<string, string> {
  const made = networkWith();
  const { stack } = made;
  const routeTable = String(subnetOf(tier, made).route_table_id);
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
    expect(subnetOf(tier)).toMatchObject({
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
    const { stack } = networkWith();
    const list = theResource(stack, CoreDefaultSecurityList);
    expect(list.manage_default_resource_id).toBe(defaultListOf(stack));
    expect(Object.keys(list).filter((key) => key.endsWith("_rules"))).toEqual([]);
  });

  test("puts no subnet behind another security list than the empty one", () => {
    const { stack } = networkWith();
    const closed = [defaultListOf(stack)];
    expect(resources(stack, CoreSubnet).map((subnet) => subnet.security_list_ids as string[])).toEqual([
      closed,
      closed,
      closed,
    ]);
    expect(inventory(stack)).not.toHaveProperty("oci_core_security_list");
  });

  test("lets servers out to Oracle's services by HTTPS, and nowhere else", () => {
    const { stack, network } = networkWith();
    network.allowEgress(new NetworkSecurityGroup(stack, "servers", { network }));
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
    const network = (id: string) => {
      const stack = ociTestStack();
      new TieredNetwork(stack, id, { compartmentId, tenancyId, region: "eu-frankfurt-1" });
      return theResource(stack, CoreVcn).dns_label as string;
    };
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

  test("has more blocks of addresses where it was told to", () => {
    const { stack } = networkWith({ moreCidrBlocks: ["10.1.0.0/16", "192.168.0.0/24"] });
    expect(theResource(stack, CoreVcn).cidr_blocks).toEqual(["10.0.0.0/16", "10.1.0.0/16", "192.168.0.0/24"]);
  });

  test.each([
    [["10.0.128.0/24"], "overlap neither each other nor 10.0.0.0/16"],
    [["10.1.0.0/16", "10.1.4.0/24"], "overlap neither each other nor 10.0.0.0/16"],
    [
      ["10.1.0.1/16"],
      "be 1 to 4 different IPv4 blocks from /16 to /30 at their network addresses, such as 10.9.0.0/24",
    ],
    [
      ["10.0.0.0/8"],
      "be 1 to 4 different IPv4 blocks from /16 to /30 at their network addresses, such as 10.9.0.0/24",
    ],
    [
      ["fd00::/64"],
      "be 1 to 4 different IPv4 blocks from /16 to /30 at their network addresses, such as 10.9.0.0/24",
    ],
  ])("fails when moreCidrBlocks is %j", (moreCidrBlocks, rule) => {
    expect(() => networkWith({ moreCidrBlocks })).toThrow(
      `[test/network] \`moreCidrBlocks\` must ${rule}, got ${JSON.stringify(moreCidrBlocks)}`,
    );
  });

  test("logs the flows of each tier where it was told to, and keeps them as long as it was told", () => {
    expect(resources(networkWith().stack, LoggingLog)).toEqual([]);
    const made = networkWith({ flowLogs: true, logRetentionDays: 90 });
    const logs = resources(made.stack, LoggingLog);
    expect(logs.map(({ configuration }) => configuration.source.resource as string).sort()).toEqual(
      (["public", "web", "data"] as const)
        .map((tier) => resolve(made.stack, made.network.subnetIdOf(tier)))
        .sort(),
    );
    for (const log of logs)
      expect(log).toMatchObject({
        retention_duration: 90,
        configuration: { source: { source_type: "OCISERVICE", service: "flowlogs", category: "all" } },
      });
  });

  test("makes nothing of a network that exists, and has each plan check what it relies on", () => {
    const { stack, network } = networkWith({ existing: existingNetwork });
    expect(Object.keys(inventory(stack)).filter((type) => /^oci_core/.test(type))).toEqual([]);
    expect(resolve(stack, network.cidrBlock)).toMatch(
      /^\$\{element\(data\.oci_core_vcn\..*\.cidr_blocks, 0\)\}$/,
    );
    const subnets = Object.values(synth(stack).data!.oci_core_subnet!);
    const conditions = subnets.map(({ subnet_id: id, lifecycle }) => [
      id,
      lifecycle.postcondition[1].condition,
    ]);
    expect(conditions.sort()).toEqual([
      ["ocid1.subnet.oc1..data", "${self.prohibit_public_ip_on_vnic}"],
      ["ocid1.subnet.oc1..public", "${!self.prohibit_public_ip_on_vnic}"],
      ["ocid1.subnet.oc1..web", "${self.prohibit_public_ip_on_vnic}"],
    ]);
    for (const { lifecycle } of subnets)
      expect(lifecycle.postcondition[0].condition).toBe('${self.vcn_id == "ocid1.vcn.oc1..vcn"}');
  });

  test.each<[string, object, string]>([
    ["cidrBlock", { cidrBlock: "10.0.0.0/16" }, "be left out where `existing` says which network to use"],
    ["bastion", { bastion: { allowFrom: ["203.0.113.0/24"] } }, "be left out where `existing` says"],
    ["existing.vcnId", { existing: { ...existingNetwork, vcnId: "vcn" } }, "be the OCID of a VCN"],
    [
      "existing.subnetIds.data",
      { existing: { ...existingNetwork, subnetIds: { ...existingNetwork.subnetIds, data: "" } } },
      "be the OCID of a subnet",
    ],
    [
      "existing.subnetIds",
      {
        existing: {
          ...existingNetwork,
          subnetIds: { ...existingNetwork.subnetIds, web: existingNetwork.subnetIds.data },
        },
      },
      "name another subnet for each tier, which have different routes",
    ],
  ])("fails when %s contradicts a network that exists", (prop, props, rule) => {
    expect(() => networkWith({ existing: existingNetwork, ...props })).toThrow(
      `[test/network] \`${prop}\` must ${rule}`,
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
