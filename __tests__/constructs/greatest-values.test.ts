import { describe, expect, test } from "@jest/globals";
import { Zones } from "../../constructs/aws";
import { Scaling } from "../../constructs/oci";
import { NetworkSecurityGroup } from "../../constructs/oci/network/network-security-group";
import { Shape } from "../../constructs/oci/web/shape";
import { testApp } from "../support/app";
import { webTierWith as awsTiers } from "./aws/web-tier";
import { databaseWith, networkWith, webTierWith as ociTiers } from "./oci/tiers";

const taken = (make: () => unknown) => expect(make).not.toThrow();
const many = <T>(count: number, one: (index: number) => T) =>
  Array.from({ length: count }, (_, at) => one(at));

/** The last value of each range; values beyond are in the tests of what refuses them. */
describe("the greatest value that a cloud takes is not refused", () => {
  test.each([{ databaseName: "a2345678901234" }, { logRetentionDays: 180 as const }])(
    "of a database on both clouds: %j",
    (props) => {
      taken(() => awsTiers({}, props));
      taken(() => databaseWith(props));
    },
  );

  test("of a network on both clouds: a /22", () => {
    taken(() => awsTiers({}, {}, "test", { cidrBlock: "10.0.0.0/22" }));
    taken(() => networkWith({ cidrBlock: "10.0.0.0/22" }));
  });

  test.each([
    ["a hundred servers", { servers: { min: 2, max: 100 } }],
    ["port 65535", { app: { ...testApp, port: 65_535 } }],
  ])("of servers on both clouds: %s", (_, props) => {
    taken(() => awsTiers(props));
    taken(() => ociTiers(props));
  });

  test.each([
    { backupRetentionDays: 35 },
    { secretRotationDays: 1000 },
    { storageGiB: 65_536 },
    { storageGiB: 100, maxStorageGiB: 110 },
  ])("of a database on AWS: %j", (props) => taken(() => awsTiers({}, props)));

  test("of zones and CPU on AWS", () => {
    expect(Zones.available(6).zones).toHaveLength(6);
    taken(() => awsTiers({ scaleAt: { cpuPercent: 90, requestsPerMinute: 1 } }));
  });

  test.each([
    { backupRetentionDays: 60 },
    { capacity: { ecpus: 512 } },
    { contacts: many(10, (at) => `operations-${at}@example.com`) },
    { longTermBackups: { every: "YEAR", from: "2027-01-03T02:00:00Z", keptDays: 3650 } as const },
  ])("of a database on OCI: %j", (props) => taken(() => databaseWith(props)));

  test.each([
    { bastion: { allowFrom: ["203.0.113.0/24"], sessionMinutes: 180 } },
    { bastion: { allowFrom: many(20, (at) => `203.0.113.${at}/32`) } },
    { moreCidrBlocks: many(4, (at) => `10.9.${at}.0/24`) },
  ])("of a network on OCI: %j", (props) => taken(() => networkWith(props)));

  test("of a rule's description on OCI: 255 characters", () => {
    const { stack, network } = networkWith();
    const firewall = new NetworkSecurityGroup(stack, "firewall", { network });
    taken(() => firewall.allowFromInternet(80, "x".repeat(255)));
  });

  test("of schedules, thresholds and memory on OCI", () => {
    const schedules = many(50, (at) => ({ name: `at-${at}`, cron: `0 ${at} 7 ? * MON-FRI`, servers: 2 }));
    taken(() => Scaling.bySchedule(schedules));
    taken(() => Scaling.byCpu({ outAbove: 80, inBelow: 40 }));
    taken(() => Shape.flexible("VM.Standard.E5.Flex", { ocpus: 1, memoryGiB: 64 }));
  });
});
