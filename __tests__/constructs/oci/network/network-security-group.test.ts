import { CoreNetworkSecurityGroupSecurityRule } from "@cdktf/provider-oci/lib/core-network-security-group-security-rule";
import { describe, expect, test } from "@jest/globals";
import { NetworkSecurityGroup } from "../../../../constructs/oci/network/network-security-group";
import { resolve, resources } from "../../../support/synth";
import { networkWith } from "../tiers";

function firewalls() {
  const { stack, network } = networkWith();
  const securityGroup = (id: string) => new NetworkSecurityGroup(stack, id, { network });
  const rules = () => resources(stack, CoreNetworkSecurityGroupSecurityRule);
  return { stack, client: securityGroup("client"), server: securityGroup("server"), rules };
}

const onPort = (port: number) => ({ destination_port_range: { min: port, max: port } });

describe("firewall on OCI", () => {
  test("lets nothing in or out until it is told to", () => {
    expect(firewalls().rules()).toEqual([]);
  });

  test("opens one TCP port out of the client and into the server, by group and not by address", () => {
    const { stack, client, server, rules } = firewalls();
    client.allowTo(server, 8080, "visits");
    const [clientGroup, serverGroup] = [client, server].map(({ group }) => resolve(stack, group.id));
    const rule = { protocol: "6", stateless: false, description: "visits", tcp_options: onPort(8080) };
    expect(rules()).toEqual([
      {
        ...rule,
        logicalId: expect.stringMatching(/^client_to-server-8080_/),
        direction: "EGRESS",
        network_security_group_id: clientGroup,
        destination_type: "NETWORK_SECURITY_GROUP",
        destination: serverGroup,
      },
      {
        ...rule,
        logicalId: expect.stringMatching(/^server_from-client-8080_/),
        direction: "INGRESS",
        network_security_group_id: serverGroup,
        source_type: "NETWORK_SECURITY_GROUP",
        source: clientGroup,
      },
    ]);
  });

  test("opens one TCP port to visitors", () => {
    const { server, rules } = firewalls();
    server.allowFromInternet(80, "visitors");
    expect(rules()).toEqual([
      expect.objectContaining({ direction: "INGRESS", source: "0.0.0.0/0", tcp_options: onPort(80) }),
    ]);
  });

  test("opens one TCP port to the internet", () => {
    const { client, rules } = firewalls();
    client.allowToInternet(443, "updates");
    expect(rules()).toEqual([
      expect.objectContaining({ direction: "EGRESS", destination: "0.0.0.0/0", tcp_options: onPort(443) }),
    ]);
  });

  test.each(["", "x".repeat(256)])("fails when a rule's description is %j", (description) => {
    const { server } = firewalls();
    expect(() => server.allowFromInternet(80, description)).toThrow(
      `[test/server] \`description\` must be 1 to 255 characters long, got "${description}"`,
    );
  });
});
