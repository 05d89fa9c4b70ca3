import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { describe, expect, test } from "@jest/globals";
import { type PrivateDatabaseProps } from "../../../../constructs/aws";
import { resolve, theResource } from "../../../support/synth";
import { databaseWith, instanceWith } from "./database-with";

describe("database on AWS", () => {
  test("has no public address", () => {
    expect(instanceWith().publicly_accessible).toBe(false);
  });

  test("lies in the data tier", () => {
    const { stack, network } = databaseWith();
    const group = theResource(stack, DbSubnetGroup);
    expect(group.subnet_ids).toEqual(network.subnetsOf("data").map((subnet) => resolve(stack, subnet.id)));
    expect(theResource(stack, DbInstance).db_subnet_group_name).toContain(`.${group.logicalId}.`);
  });

  test("is encrypted", () => {
    expect(instanceWith().storage_encrypted).toBe(true);
  });

  test("refuses connections without TLS", () => {
    const { stack } = databaseWith();
    expect(theResource(stack, DbParameterGroup).parameter).toContainEqual({
      name: "rds.force_ssl",
      value: "1",
      apply_method: "pending-reboot",
    });
  });

  test("grows its storage by itself, up to five times unless told otherwise", () => {
    expect(instanceWith()).toMatchObject({
      storage_type: "gp3",
      allocated_storage: 20,
      max_allocated_storage: 100,
    });
    expect(instanceWith({ storageGiB: 60_000 }).max_allocated_storage).toBe(65_536);
    expect(instanceWith({ storageGiB: 40, maxStorageGiB: 44 }).max_allocated_storage).toBe(44);
  });

  test("is never billed for Extended Support", () => {
    expect(instanceWith().engine_lifecycle_support).toBe("open-source-rds-extended-support-disabled");
  });

  test("listens where servers look for it, with a certificate of the authority that they trust", () => {
    const { stack, database } = databaseWith();
    expect(theResource(stack, DbInstance)).toMatchObject({
      port: 5432,
      // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html: RDS renews certificates of this one by itself.
      ca_cert_identifier: "rds-ca-rsa2048-g1",
    });
    expect(resolve(stack, database.connection.environment.DB_PORT!)).toBe("5432");
  });

  test("has a standby only when asked", () => {
    expect(instanceWith().multi_az).toBe(false);
    expect(instanceWith({ standby: true }).multi_az).toBe(true);
  });

  test("keeps backups as long as RDS can, or as told", () => {
    expect(instanceWith().backup_retention_period).toBe(35);
    expect(instanceWith({ backupRetentionDays: 3 }).backup_retention_period).toBe(3);
  });

  test("is not administered by a name that RDS reserves", () => {
    expect(["admin", "rdsadmin", "postgres"]).not.toContain(instanceWith().username);
    expect(instanceWith().username).not.toMatch(/^(pg_|rds)/);
  });

  test.each<[Partial<PrivateDatabaseProps>, string]>([
    [
      { databaseName: "my-db" },
      '`databaseName` must be a lower-case letter, then up to 13 lower-case letters and digits, got "my-db"',
    ],
    [{ databaseName: "a".repeat(15) }, "`databaseName` must be"],
    [{ backupRetentionDays: 0 }, "`backupRetentionDays` must be a whole number from 1 to 35, got 0"],
    [{ backupRetentionDays: 36 }, "`backupRetentionDays` must be a whole number from 1 to 35, got 36"],
    [
      { engineVersion: "17.4" },
      '`engineVersion` must be a PostgreSQL major version from 16 to 18, got "17.4"',
    ],
    [{ storageGiB: 10 }, "`storageGiB` must be a whole number from 20 to 65536, got 10"],
    [
      { storageGiB: 100, maxStorageGiB: 109 },
      "`maxStorageGiB` must be a whole number from 110 (a tenth more than `storageGiB`) to 65536, got 109",
    ],
    [{ engineVersion: "99" }, '`engineVersion` must be a PostgreSQL major version from 16 to 18, got "99"'],
    [
      { instanceClass: "t4g.micro" },
      "`instanceClass` must be an instance class that RDS has for PostgreSQL 16 to 18",
    ],
    [{ instanceClass: "db.t4g.tiny" }, "`instanceClass` must be"],
    [{ secretRotationDays: 0 }, "`secretRotationDays` must be a whole number from 1 to 1000, got 0"],
    [{ logRetentionDays: 7 }, "`logRetentionDays` must be one of 30, 60, 90, 120, 150, 180, got 7"],
  ])("fails for %j", (props, message) => {
    expect(() => databaseWith(props)).toThrow(`[test/database] ${message}`);
  });
});
