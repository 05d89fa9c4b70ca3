import type { Edits } from "../mutant";

/** VPC, routes, security groups and endpoints on AWS. */
export const awsNetwork: Edits = {
  "constructs/aws/network/security-group.ts": [
    {
      name: "AWS: every rule opens all ports",
      security: true,
      find: 'return { ipProtocol: "tcp", fromPort: port, toPort: port };',
      put: 'return { ipProtocol: "tcp", fromPort: 0, toPort: 65_535 };',
    },
    {
      name: "AWS: every rule opens one port more",
      security: true,
      find: "toPort: port };",
      put: "toPort: port + 1 };",
    },
    {
      name: "AWS: a rule into a server admits everybody",
      security: true,
      find: "securityGroupId: server.group.id,\n      referencedSecurityGroupId: this.group.id,",
      put: "securityGroupId: server.group.id,\n      cidrIpv4: anywhere,",
    },
    {
      name: "AWS: a rule into a server admits the network",
      security: true,
      find: "securityGroupId: server.group.id,\n      referencedSecurityGroupId: this.group.id,",
      put: 'securityGroupId: server.group.id,\n      cidrIpv4: "10.0.0.0/16",',
    },
    {
      name: "AWS: a rule into a server admits half of the internet",
      security: true,
      find: "securityGroupId: server.group.id,\n      referencedSecurityGroupId: this.group.id,",
      put: 'securityGroupId: server.group.id,\n      cidrIpv4: "0.0.0.0/1",',
    },
    {
      name: "AWS: who needs a way does not wait for the rule at its other end",
      find: "    server.rules.push(out, into);\n",
      put: "",
    },
    {
      name: "AWS: a group's name may begin with sg-",
      find: 'name.startsWith("sg-")',
      put: 'name.startsWith("sg--")',
    },
    {
      name: "AWS: a rule's description may be 256 characters long",
      find: "{1,255}$/",
      put: "{1,256}$/",
    },
  ],
  "constructs/aws/network/routes.ts": [
    {
      name: "AWS: data tier has the route of the public tier",
      security: true,
      find: 'this.associate(this.table("data"), this.subnetsOf("data"));',
      put: 'this.associate(publicTable, this.subnetsOf("data"));',
    },
    {
      name: "AWS: web tier leads to the internet whatever its way out",
      security: true,
      find: 'if (this.props.egress.kind === "public-addresses") this.webRoutes',
      put: "this.webRoutes",
    },
    {
      name: "AWS: NAT of another zone takes the first zone's traffic",
      find: "gateways[index % gateways.length]!",
      put: "gateways[(index + 1) % gateways.length]!",
    },
    {
      name: "AWS: subnets change to a table that leads nowhere yet",
      find: "const dependsOn = [...this.webRoutes, ...after];",
      put: "const dependsOn = [...after];",
    },
  ],
  "constructs/aws/network/tiered-network.ts": [
    {
      name: "AWS: servers get public addresses with endpoints",
      security: true,
      find: 'planned.tier === "web" && this.egress.kind === "public-addresses"',
      put: 'planned.tier === "web"',
    },
    {
      name: "AWS: database's subnets give out public addresses",
      security: true,
      find: 'planned.tier === "web" && this.egress.kind === "public-addresses"',
      put: 'planned.tier === "data" || this.egress.kind === "public-addresses"',
    },
    {
      name: "AWS: the VPC's own security group stays open",
      security: true,
      find: 'new DefaultSecurityGroup(this, "default-security-group", { vpcId: this.vpc.id });',
      put: "void DefaultSecurityGroup;",
    },
    {
      name: "AWS: flow logs are kept for a month in production",
      find: "const retentionDays = logRetentionDays ?? defaultLogRetentionDays;",
      put: "const retentionDays = logRetentionDays ? defaultLogRetentionDays : defaultLogRetentionDays;",
    },
    {
      name: "AWS: production does without flow logs",
      security: true,
      find: "if (props.flowLogs) this.logFlows(props);",
      put: "if (props.flowLogs && !props.redundant) this.logFlows(props);",
    },
    {
      name: "AWS: production has endpoints in one zone",
      find: "Egress.endpoints({ perZone: props.redundant ?? false })",
      put: "Egress.endpoints()",
    },
    {
      name: "AWS: another block of addresses replaces the VPC",
      find: 'ignoreChanges: ["cidr_block"],',
      put: "ignoreChanges: [],",
    },
    {
      name: "AWS: servers may stand in the zone that has no instance types",
      find: "excludeZoneIds: zonesWithoutServers,",
      put: "excludeZoneIds: [],",
    },
  ],
  "constructs/aws/network/service-endpoints.ts": [
    {
      name: "AWS: endpoints without private names",
      find: "privateDnsEnabled: true,",
      put: "privateDnsEnabled: false,",
    },
    {
      name: "AWS: no endpoint for Secrets Manager",
      find: 'export const serverServices: readonly string[] = ["secretsmanager", "logs", "ssm", "ssmmessages"];',
      put: 'export const serverServices: readonly string[] = ["logs", "ssm", "ssmmessages"];',
    },
  ],
  "constructs/aws/network/flow-logs.ts": [
    {
      name: "AWS: flow logs of accepted connections alone",
      security: true,
      find: 'trafficType: "ALL",',
      put: 'trafficType: "ACCEPT",',
    },
    {
      name: "AWS: any account's flow logs may take the role on",
      security: true,
      find: '"vpc-flow-logs.amazonaws.com", {\n      StringEquals: { "aws:SourceAccount": accountOf(this, vpc.arn) },\n    });',
      put: '"vpc-flow-logs.amazonaws.com");\n    void accountOf;',
    },
    {
      name: "AWS: flow logs may be written to every group",
      security: true,
      find: "resources: [`${log.arn}:*`],",
      put: 'resources: ["*"],',
    },
  ],
  "constructs/aws/network/zones.ts": [
    {
      name: "AWS: six zones are refused",
      find: "given >= 2 && given <= 6",
      put: "given >= 2 && given < 6",
    },
    {
      name: "AWS: one zone is enough",
      find: "given.length >= 2 &&",
      put: "given.length >= 1 &&",
    },
  ],
  "constructs/aws/network/existing-network.ts": [
    {
      name: "AWS: a subnet may serve two tiers",
      security: true,
      find: "return new Set(all).size === all.length;",
      put: "return all.length > 0;",
    },
  ],
  "constructs/aws/network/plan-checks.ts": [
    {
      name: "AWS: a subnet of another VPC is taken",
      security: true,
      find: '`\\${self.vpc_id == "${vpcId}"}`',
      put: '`\\${self.vpc_id != ""}`',
    },
  ],
};
