import { describe, expect, test } from "@jest/globals";
import { counterMetrics } from "../../stacks/counter-metrics";
import { testApp } from "../support/app";
import { webTierWith as awsTiers } from "./aws/web-tier";
import { databaseWith, networkWith, webTierWith as ociTiers } from "./oci/tiers";

const entryPoint = (path: string) => ({ app: { ...testApp, entryPoint: path } });
const pathRule =
  "`app.entryPoint` must be the path of a file in the artifact, of letters, digits, dots, hyphens and underscores, such as dist/main.mjs";
const classRule =
  "`instanceClass` must be an instance class that RDS has for PostgreSQL 16 to 18, of db.t3, t4g, m5, r5, x2 or a later generation, such as db.t4g.micro";
const nameRule =
  "`databaseName` must be no name that RDS keeps for itself (admin, postgres, rdsadmin, rdsrepladmin, template0, template1) and no reserved word of SQL";
const privateRule =
  "`cidrBlock` must lie in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, which nobody has on the internet";
const typeRule = "`instanceType` must be an instance type of at least 1 GiB such as t3.micro, no nano";
const longTermBackups = { every: "YEAR", from: "2027-01-03T02:00:00Z", keptDays: 365 } as const;
const timeRule =
  "`longTermBackups.from` must be a time in UTC from 2026 on, before which nobody had this project, such as 2027-01-03T02:00:00Z";

/** Properties that a tier refuses, the place of the refusal, and its whole message. */
type Mistake = readonly [props: Record<string, unknown>, sentence: string];

const refused = (make: () => unknown, sentence: string) => expect(make).toThrow(new Error(sentence));

describe("a mistake in the props is refused by its prop", () => {
  test.each<Mistake>([
    [entryPoint(""), `[test/web] ${pathRule}, got ""`],
    [entryPoint("../x.mjs"), `[test/web] ${pathRule}, got "../x.mjs"`],
    [entryPoint("/etc/passwd"), `[test/web] ${pathRule}, got "/etc/passwd"`],
    [entryPoint("--eval=1"), `[test/web] ${pathRule}, got "--eval=1"`],
    [entryPoint("demo.mjs; reboot"), `[test/web] ${pathRule}, got "demo.mjs; reboot"`],
    [entryPoint("$(reboot).mjs"), `[test/web] ${pathRule}, got "$(reboot).mjs"`],
    [
      entryPoint("dmeo.mjs"),
      '[test/web] `app.entryPoint` must be a file that the artifact holds (demo.mjs), got "dmeo.mjs"',
    ],
  ])("on both clouds: %j", (props, sentence) => {
    refused(() => awsTiers(props), sentence);
    refused(() => ociTiers(props), sentence);
  });

  test.each([testApp.port, 80, 65_536])("on both clouds: metrics on port %d", (port) => {
    const props = { app: { ...testApp, metrics: { ...counterMetrics, port } } };
    const sentence = `[test/web] \`app.metrics.port\` must be a whole number from 1024 to 65535 other than \`app.port\`, which is open to visitors, got ${port}`;
    refused(() => awsTiers(props), sentence);
    refused(() => ociTiers(props), sentence);
  });

  test.each(["8.8.0.0/16", "172.32.0.0/16", "100.128.0.0/16"])(
    "on both clouds: a network at %s",
    (cidrBlock) => {
      const sentence = `[test/network] ${privateRule}, got "${cidrBlock}"`;
      refused(() => awsTiers({}, {}, "test", { cidrBlock }), sentence);
      refused(() => networkWith({ cidrBlock }), sentence);
    },
  );

  test.each(["999.999.0.0/16", "10.0.0.1/16", "10.0/16", "10.0.0.0/016"])(
    "on both clouds: a network at %s, which is no block",
    (cidrBlock) => {
      const sentence = `[test/network] \`cidrBlock\` must be an IPv4 block from /16 to /22 at its network address, such as 10.0.0.0/16, got "${cidrBlock}"`;
      refused(() => awsTiers({}, {}, "test", { cidrBlock }), sentence);
      refused(() => networkWith({ cidrBlock }), sentence);
    },
  );

  test.each([62, 0, 365])("on both clouds: logs that are kept for %d days", (logRetentionDays) => {
    const sentence = `[test/database] \`logRetentionDays\` must be one of 30, 60, 90, 120, 150, 180, got ${logRetentionDays}`;
    refused(() => awsTiers({}, { logRetentionDays }), sentence);
    refused(() => databaseWith({ logRetentionDays }), sentence);
  });

  test.each<Mistake>([
    [{ instanceType: "t3.nano" }, `[test/web] ${typeRule}, got "t3.nano"`],
    [{ instanceType: "micro" }, `[test/web] ${typeRule}, got "micro"`],
    [{ instanceType: "t3.tiny" }, `[test/web] ${typeRule}, got "t3.tiny"`],
    [{ instanceType: "T3.micro" }, `[test/web] ${typeRule}, got "T3.micro"`],
    [
      { instanceType: "mac2.metal" },
      '[test/web] `instanceType` must be one that Amazon Linux 2023 runs on, so neither a Mac nor of a family as old as t1, m1, m2 and c1, got "mac2.metal"',
    ],
  ])("of the web tier on AWS: %j", (props, sentence) => {
    refused(() => awsTiers(props), sentence);
  });

  test.each<Mistake>([
    [{ databaseName: "rdsadmin" }, `[test/database] ${nameRule}, got "rdsadmin"`],
    [{ databaseName: "postgres" }, `[test/database] ${nameRule}, got "postgres"`],
    [{ databaseName: "user" }, `[test/database] ${nameRule}, got "user"`],
    [{ instanceClass: "db.z99q.large" }, `[test/database] ${classRule}, got "db.z99q.large"`],
    [{ instanceClass: "db.t2.micro" }, `[test/database] ${classRule}, got "db.t2.micro"`],
    [{ instanceClass: "db.m99.large" }, `[test/database] ${classRule}, got "db.m99.large"`],
    [{ instanceClass: "db.m4.large" }, `[test/database] ${classRule}, got "db.m4.large"`],
    [{ instanceClass: "db.r6g.micro" }, `[test/database] ${classRule}, got "db.r6g.micro"`],
    [{ instanceClass: "t4g.micro" }, `[test/database] ${classRule}, got "t4g.micro"`],
  ])("of the database on AWS: %j", (props, sentence) => {
    refused(() => awsTiers({}, props), sentence);
  });

  test.each([
    "db.t3.small",
    "db.t4g.medium",
    "db.m6gd.large",
    "db.r8g.48xlarge",
    "db.x2iedn.16xlarge",
    "db.m9i.large",
  ])("an instance class such as %s is none", (instanceClass) => {
    expect(() => awsTiers({}, { instanceClass })).not.toThrow();
  });

  test.each([
    "t4g.micro",
    "a1.medium",
    "m7i-flex.large",
    "c8gn.metal-24xl",
    "p6-b200.48xlarge",
    "u7i-12tb.224xlarge",
  ])("an instance type such as %s is none", (instanceType) => {
    expect(() => awsTiers({ instanceType })).not.toThrow();
  });

  test.each<Mistake>([
    [{ workload: "APEX" }, '[test/database] `workload` must be one of OLTP, LH, AJD, got "APEX"'],
    [
      { workload: "LH", capacity: { storageGB: 20 } },
      "[test/database] `capacity.storageGB` must be a whole number from 1024 to 393216, got 20",
    ],
    [
      { longTermBackups: { ...longTermBackups, from: "2019-01-03T02:00:00Z" } },
      `[test/database] ${timeRule}, got "2019-01-03T02:00:00Z"`,
    ],
    [
      { longTermBackups: { ...longTermBackups, from: "2027-02-31T02:00:00Z" } },
      `[test/database] ${timeRule}, got "2027-02-31T02:00:00Z"`,
    ],
  ])("of the database on OCI: %j", (props, sentence) => {
    refused(() => databaseWith(props), sentence);
  });
});
