import { BastionBastion } from "@cdktf/provider-oci/lib/bastion-bastion";
import { CoreInstanceConfiguration } from "@cdktf/provider-oci/lib/core-instance-configuration";
import { CoreNetworkSecurityGroupSecurityRule } from "@cdktf/provider-oci/lib/core-network-security-group-security-rule";
import { CoreSecurityList } from "@cdktf/provider-oci/lib/core-security-list";
import { describe, expect, test } from "@jest/globals";
import { inventory, resolve, resources, theResource } from "../../../support/synth";
import { networkWith, webTierWith } from "../tiers";

const bastion = { allowFrom: ["203.0.113.0/24"] };

describe("shell on OCI", () => {
  test("is impossible by default: no bastion, no plugin, no port", () => {
    const { stack } = webTierWith();
    expect(inventory(stack)).not.toHaveProperty("oci_bastion_bastion");
    expect(JSON.stringify(theResource(stack, CoreInstanceConfiguration))).not.toContain('"Bastion"');
  });

  test("goes through a bastion in the web tier, from the networks that were named, for three hours at most", () => {
    const made = networkWith({ bastion });
    expect(theResource(made.stack, BastionBastion)).toMatchObject({
      bastion_type: "STANDARD",
      target_subnet_id: resolve(made.stack, made.network.subnetIdOf("web")),
      client_cidr_block_allow_list: ["203.0.113.0/24"],
      max_session_ttl_in_seconds: 10_800,
      name: expect.stringMatching(/^[a-z][a-z0-9]*$/),
    });
  });

  test("needs the agent's plugin, which servers then have", () => {
    const { stack } = webTierWith({}, networkWith({ bastion }));
    const { launch_details: launch } = theResource(stack, CoreInstanceConfiguration).instance_details;
    expect(launch.agent_config.plugins_config).toContainEqual({ name: "Bastion", desired_state: "ENABLED" });
  });

  test("is let into servers by SSH from the bastion's own address, and from no other", () => {
    const { stack } = webTierWith({}, networkWith({ bastion }));
    const { logicalId } = theResource(stack, BastionBastion);
    const shell = resources(stack, CoreNetworkSecurityGroupSecurityRule).filter(
      ({ direction, tcp_options: tcp }) =>
        direction === "INGRESS" &&
        tcp?.destination_port_range?.min <= 22 &&
        tcp.destination_port_range.max >= 22,
    );
    expect(shell).toHaveLength(1);
    expect(shell[0]).toMatchObject({
      source_type: "CIDR_BLOCK",
      source: `\${oci_bastion_bastion.${logicalId}.private_endpoint_ip_address}/32`,
      tcp_options: { destination_port_range: { min: 22, max: 22 } },
    });
  });

  test("opens a list that lets the bastion out to the web tier by SSH, and nothing in", () => {
    const list = theResource(networkWith({ bastion }).stack, CoreSecurityList);
    expect(list).not.toHaveProperty("ingress_security_rules");
    expect(list.egress_security_rules).toEqual([
      expect.objectContaining({
        protocol: "6",
        destination: "10.0.64.0/18",
        tcp_options: { min: 22, max: 22 },
      }),
    ]);
  });

  test.each<[string, object, string]>([
    [
      "allowFrom",
      { allowFrom: [] },
      "be 1 to 20 different IPv4 blocks from /8 to /32, such as 203.0.113.0/24, got []",
    ],
    ["allowFrom", { allowFrom: ["0.0.0.0/0"] }, "be 1 to 20 different IPv4 blocks from /8 to /32"],
    ["sessionMinutes", { ...bastion, sessionMinutes: 10 }, "be a whole number from 30 to 180, got 10"],
  ])("fails when bastion.%s is wrong", (prop, given, rule) => {
    expect(() => networkWith({ bastion: given as typeof bastion })).toThrow(
      `[test/network/bastion] \`bastion.${prop}\` must ${rule}`,
    );
  });
});
