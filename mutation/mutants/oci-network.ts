import type { Edits } from "../mutant";

/** VCN, security lists and groups, and the bastion on OCI. */
export const ociNetwork: Edits = {
  "constructs/oci/account/home-region.ts": [
    {
      name: "OCI: identities are written in the stack's own region",
      find: "conditional(this.isNeeded, nameOfOne(subscriptions), region)",
      put: "conditional(this.isNeeded, region, region)",
    },
    {
      name: "OCI: any region that the tenancy has is its home",
      find: '[{ name: "is_home_region", values: ["true"] }]',
      put: "[]",
    },
    {
      name: "OCI: the home region is asked for where nothing is written there",
      find: "Token.asNumber(conditional(this.isNeeded, 1, 0))",
      put: "1",
    },
    {
      name: "OCI: the home region is known only where everything is written there",
      find: "one && other && Token.asAny(Op.or(one, other))",
      put: "one && other && Token.asAny(Op.and(one, other))",
    },
  ],
  "constructs/oci/network/network-security-group.ts": [
    {
      name: "OCI: SSH is open to the bastion's /16",
      security: true,
      find: "source: `${address}/32`,",
      put: "source: `${address}/16`,",
    },
    {
      name: "OCI: SSH is open to half of the internet",
      security: true,
      find: "source: `${address}/32`,",
      put: "source: `${address}/1`,",
    },
    {
      name: "OCI: SSH is open to everybody",
      security: true,
      find: "source: `${address}/32`,",
      put: "source: `${address}/0`,",
    },
    {
      name: "OCI: every rule opens one port more",
      security: true,
      find: "destinationPortRange: { min: port, max: port }",
      put: "destinationPortRange: { min: port, max: port + 1 }",
    },
    {
      name: "OCI: every rule opens all protocols",
      security: true,
      find: 'protocol: "6",',
      put: 'protocol: "all",',
    },
    {
      name: "OCI: a rule into a server admits everybody",
      security: true,
      find: '-${port}`, port, description, {\n      direction: "INGRESS",\n      sourceType: "NETWORK_SECURITY_GROUP",\n      source: this.group.id,',
      put: '-${port}`, port, description, {\n      direction: "INGRESS",\n      sourceType: "CIDR_BLOCK",\n      source: anywhere,',
    },
    {
      name: "OCI: rules let answers in without state",
      find: "stateless: false,",
      put: "stateless: true,",
    },
    {
      name: "OCI: servers reach the internet instead of Oracle's services",
      security: true,
      find: '      destinationType: "SERVICE_CIDR_BLOCK",\n      destination: services,',
      put: '      destinationType: "CIDR_BLOCK",\n      destination: anywhere,',
    },
    {
      name: "OCI: a rule's description of 255 characters is refused",
      find: "length >= 1 && length <= 255",
      put: "length >= 1 && length < 255",
    },
  ],
  "constructs/oci/network/vcn.ts": [
    {
      name: "OCI: private subnets give out public addresses",
      security: true,
      find: "prohibitPublicIpOnVnic: isPrivate,",
      put: "prohibitPublicIpOnVnic: false,",
    },
    {
      name: "OCI: private subnets let the internet in",
      security: true,
      find: "prohibitInternetIngress: isPrivate,",
      put: "prohibitInternetIngress: false,",
    },
    {
      name: "OCI: the data tier has a way to the internet",
      security: true,
      find: 'data: table("data", [toServices]),',
      put: 'data: table("data", [toAnywhere(nat.id, "connections"), toServices]),',
    },
    {
      name: "OCI: the web tier leads to the internet gateway",
      security: true,
      find: 'toAnywhere(nat.id, "connections that servers open")',
      put: 'toAnywhere(internet.id, "connections that servers open")',
    },
    {
      name: "OCI: the bastion's list is in every tier",
      security: true,
      find: 'bastionPort !== undefined && tier === "web"',
      put: "bastionPort !== undefined",
    },
    {
      name: "OCI: the VCN's own security list stays open",
      security: true,
      find: "manageDefaultResourceId: vcn.defaultSecurityListId,",
      put: 'manageDefaultResourceId: vcn.defaultSecurityListId,\n    ingressSecurityRules: [{ protocol: "6", source: "0.0.0.0/0", tcpOptions: { min: 22, max: 22 } }],',
    },
    {
      name: "OCI: tiers have each other's routes",
      security: true,
      find: "routes[planned.tier], props)",
      put: "routes.public, props)",
    },
  ],
  "constructs/oci/network/bastion.ts": [
    {
      name: "OCI: the bastion takes sessions from the whole internet",
      security: true,
      find: "/^([89]|[12]\\d|3[0-2])$/",
      put: "/^(\\d|[12]\\d|3[0-2])$/",
    },
    {
      name: "OCI: the bastion takes sessions from everywhere, whatever was named",
      security: true,
      find: "clientCidrBlockAllowList: [...props.allowFrom],",
      put: 'clientCidrBlockAllowList: ["0.0.0.0/0"],',
    },
    {
      name: "OCI: the bastion's list lets everything out",
      security: true,
      find: "        destination: cidrBlock,",
      put: '        destination: "0.0.0.0/0",',
    },
    {
      name: "OCI: the bastion's list lets out to all ports",
      security: true,
      find: "tcpOptions: { min: port, max: port },",
      put: "tcpOptions: { min: 1, max: 65_535 },",
    },
    {
      name: "OCI: sessions of 180 minutes are refused",
      find: "minutes >= 30 && minutes <= 180",
      put: "minutes >= 30 && minutes < 180",
    },
    {
      name: "OCI: sessions last for a day",
      security: true,
      find: "(props.sessionMinutes ?? 180) * 60",
      put: "(props.sessionMinutes ?? 180) * 600",
    },
    {
      name: "OCI: twenty networks for the bastion are refused",
      find: "blocks.length <= 20",
      put: "blocks.length < 20",
    },
  ],
  "constructs/oci/network/cidr-blocks.ts": [
    {
      name: "OCI: four more blocks of addresses are refused",
      find: "blocks.length <= 4 &&",
      put: "blocks.length < 4 &&",
    },
    {
      name: "OCI: blocks of addresses may overlap",
      find: "!overlap(ipv4Block(block)!, ipv4Block(other)!)",
      put: "overlap(ipv4Block(block)!, ipv4Block(block)!)",
    },
    {
      name: "OCI: two blocks of addresses change in one plan",
      find: "if ${now}[index] != block]) <= 1`",
      put: "if ${now}[index] != block]) <= 2`",
    },
  ],
  "constructs/oci/network/existing-network.ts": [
    {
      name: "OCI: a private tier may give out public addresses",
      security: true,
      find: 'condition: "${self.prohibit_public_ip_on_vnic}",',
      put: 'condition: "${self.id != null}",',
    },
    {
      name: "OCI: one subnet may serve two tiers",
      security: true,
      find: "new Set(Object.values(given)).size === Object.values(given).length",
      put: "Object.values(given).length === 3",
    },
  ],
  "constructs/oci/network/tiered-network.ts": [
    {
      name: "OCI: the bastion stands in the data tier",
      security: true,
      find: 'subnetId: this.subnetIdOf("web") });',
      put: 'subnetId: this.subnetIdOf("data") });',
    },
    {
      name: "OCI: flows of the data tier are not logged",
      security: true,
      find: '    for (const tier of ["public", "web", "data"] as const)\n      this.monitoring',
      put: '    for (const tier of ["public", "web"] as const)\n      this.monitoring',
    },
  ],
};
