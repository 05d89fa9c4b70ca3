import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { TerraformStack } from "cdktf";
import {
  Egress,
  type PrivateDatabaseProps,
  type TieredNetworkProps,
  Zones,
} from "../../../../constructs/aws";
import { TerraformData } from "../../../../constructs/shared/terraform-data";
import { packetPaths } from "../../../../proofs/aws/packets";
import { planOffline } from "../../../support/aws-provider";
import { resources, synth, type Synthesized, type TerraformClass, theResource } from "../../../support/synth";
import { whyNoAwsProvider } from "../../../../rehearsal/machine/providers";
import { webTierWith } from "../web-tier";

const stackWith = (
  network: Partial<TieredNetworkProps>,
  database: Partial<PrivateDatabaseProps> = {},
): TerraformStack => webTierWith({ instanceType: "t4g.micro" }, database, "test", network).stack;

const zones = Zones.named("eu-west-1a", "eu-west-1c");

describe("a packet's way out on AWS", () => {
  const always = [
    "internet → load balancer: 80",
    "load balancer → servers: 8080",
    "servers → S3: 443",
    "servers → database: 5432",
  ];

  test.each([
    ["NAT", Egress.nat()],
    ["NAT in every zone", Egress.nat({ perZone: true })],
    ["public addresses", Egress.publicAddresses()],
  ])("leads by %s to HTTPS servers anywhere, and nobody in", (_, egress) => {
    expect(packetPaths(synth(stackWith({ egress })))).toEqual([...always, "servers → internet: 443"].sort());
  });

  test("changes only with the servers: another way is another template", () => {
    const template = (egress: Egress) => theResource(stackWith({ egress }), LaunchTemplate);
    const tags = [Egress.endpoints(), Egress.nat(), Egress.publicAddresses()].map((egress) =>
      JSON.stringify(template(egress).tag_specifications),
    );
    expect(new Set(tags).size).toBe(3);
    // In every zone or in one, it is the same way.
    expect(template(Egress.nat({ perZone: true })).tag_specifications).toEqual(
      template(Egress.nat()).tag_specifications,
    );
  });

  test.each([Egress.endpoints(), Egress.nat({ perZone: true }), Egress.publicAddresses()])(
    "is there before a subnet or a server takes it, and goes after they took another: %#",
    (egress) => {
      const stack = stackWith({ egress });
      const addresses = (type: TerraformClass, holds: (one: Synthesized) => boolean = () => true) =>
        resources(stack, type)
          .filter(holds)
          .map(({ logicalId }) => `${type.tfResourceType}.${logicalId}`);
      const web = ({ route_table_id = "" }: Synthesized) => (route_table_id as string).includes("_web-");
      const rules = addresses(VpcSecurityGroupEgressRule, ({ cidr_ipv4 }) => cidr_ipv4 === "0.0.0.0/0");
      const before = [...addresses(Route, web), ...rules];
      if (egress.kind !== "nat") before.push(...addresses(VpcEndpoint));
      for (const association of resources(stack, RouteTableAssociation).filter(web))
        expect(association.depends_on ?? []).toEqual(expect.arrayContaining(before));
      const after = theResource(stack, AutoscalingGroup).depends_on as string[];
      expect(after).toEqual(expect.arrayContaining([...before, ...addresses(RouteTableAssociation)]));
      const leaving = [
        NatGateway,
        Eip,
        Route,
        RouteTable,
        VpcSecurityGroupEgressRule,
        VpcSecurityGroupIngressRule,
      ];
      const interfaces = resources(stack, VpcEndpoint).filter((one) => one.vpc_endpoint_type === "Interface");
      for (const { lifecycle } of [...leaving.flatMap((type) => resources(stack, type)), ...interfaces])
        expect(lifecycle).toEqual({ create_before_destroy: true });
    },
  );

  test("waits for servers with public addresses, and for nothing else, while those before are replaced", () => {
    const pause = (egress: Egress) =>
      resources(stackWith({ egress }), TerraformData).find((one) => one.provisioner)!;
    const { provisioner, triggers_replace, depends_on } = pause(Egress.publicAddresses());
    expect(provisioner[0]["local-exec"].command).toMatch(/latest_version == 1.* \? 0 : 600/);
    expect(depends_on[0]).toMatch(/^aws_autoscaling_group\./);
    for (const egress of [Egress.endpoints(), Egress.nat()]) {
      expect(pause(egress).provisioner[0]["local-exec"].command).toBe("setTimeout(() => {}, 1000 * 0)");
      expect(pause(egress).triggers_replace).not.toEqual(triggers_replace);
    }
  });

  test("leads by endpoints to these services only", () => {
    expect(packetPaths(synth(stackWith({ egress: Egress.endpoints({ perZone: true }) })))).toEqual(
      [
        ...always,
        ...["logs", "secretsmanager", "ssm", "ssmmessages"].map((name) => `servers → ${name}: 443`),
      ].sort(),
    );
  });
});

const missing = whyNoAwsProvider();
(missing ? describe.skip : describe)(
  `what only code can choose, to Terraform${missing ? ` (${missing})` : ""}`,
  () => {
    const choices: Record<string, [Partial<TieredNetworkProps>, Partial<PrivateDatabaseProps>]> = {
      "NAT in every zone and PostgreSQL 18": [
        { egress: Egress.nat({ perZone: true }) },
        { engineVersion: "18" },
      ],
      "public addresses, rotation and more storage": [
        { egress: Egress.publicAddresses() },
        { secretRotationDays: 30, storageGiB: 50, maxStorageGiB: 500 },
      ],
      "flow logs, redundant endpoints and a major upgrade": [
        { flowLogs: true, redundant: true },
        { majorUpgradeAllowed: true },
      ],
    };
    let plans: ReturnType<typeof planOffline>;
    beforeAll(() => {
      const stacks = Object.entries(choices).map(([name, [network, database]]) => [
        name,
        synth(stackWith({ zones, ...network }, database)),
      ]);
      plans = planOffline(Object.fromEntries(stacks));
    });

    test.each(Object.keys(choices))("plans with %s, without a question to AWS or a warning", (name) => {
      expect(plans[name]?.complaints).toEqual([]);
      expect(plans[name]?.created).toBeGreaterThan(60);
    });
  },
);
