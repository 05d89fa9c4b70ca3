import { beforeAll, describe, expect, test } from "@jest/globals";
import type { TerraformStack } from "cdktf";
import { Egress, type PrivateDatabaseProps, type TieredNetworkProps, Zones } from "../../../constructs/aws";
import { packetPaths } from "../../support/aws-packets";
import { planOffline } from "../../support/aws-provider";
import { synth } from "../../support/synth";
import { whyNoAwsProvider } from "../../support/terraform";
import { webTierWith } from "./web-tier";

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
      "flow logs, redundant endpoints and long insights": [
        { flowLogs: true, redundant: true },
        { insightsRetentionDays: 731, majorUpgradeAllowed: true },
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
