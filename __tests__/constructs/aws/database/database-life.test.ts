import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { describe, expect, test } from "@jest/globals";
import { memoryGiB } from "../../../../constructs/aws/database/database-size";
import { resources, theResource } from "../../../support/synth";
import type { Lifecycle } from "./database-with";
import { databaseWith, instanceWith, made } from "./database-with";

describe("the life of the database on AWS", () => {
  test("gets minor versions from AWS, and only them", () => {
    expect(instanceWith()).toMatchObject({
      engine: "postgres",
      engine_version: "17",
      auto_minor_version_upgrade: true,
    });
    expect(instanceWith()).not.toHaveProperty("allow_major_version_upgrade");
  });

  test("is upgraded to another major version at once, so that the parameters before can go, and changes nothing at once besides", () => {
    expect(instanceWith({ engineVersion: "18", majorUpgradeAllowed: true })).toMatchObject({
      allow_major_version_upgrade: true,
      apply_immediately: true,
    });
    expect(instanceWith().apply_immediately).toBe(false);
  });

  test("has memory for log-ins by token where nobody chose a class", () => {
    expect(memoryGiB(instanceWith().instance_class as string)).toBeGreaterThanOrEqual(4);
  });

  test("has a parameter group that follows the major version", () => {
    const { stack } = databaseWith({ engineVersion: "18" });
    expect(theResource(stack, DbParameterGroup)).toMatchObject({
      family: "postgres18",
      name_prefix: "test-database-18-",
      lifecycle: { create_before_destroy: true },
    });
  });

  test("cannot be lost by accident unless told otherwise", () => {
    expect(instanceWith()).toMatchObject({
      deletion_protection: true,
      skip_final_snapshot: false,
      delete_automated_backups: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("leaves a snapshot whose name no database before it has taken, and which is the same in every plan", () => {
    const { stack } = databaseWith();
    expect(theResource(stack, DbInstance).final_snapshot_identifier).toBe(
      `test-database-final-\${substr(terraform_data.${made(stack, "final-snapshot")}.id, 0, 8)}`,
    );
  });

  test("writes its logs under a name that no database before it had, and keeps the one that it was deployed with", () => {
    const { stack } = databaseWith();
    const identifier = `test-database-\${substr(terraform_data.${made(stack, "identifier")}.id, 0, 8)}`;
    const instance = theResource(stack, DbInstance);
    expect(instance.identifier).toBe(identifier);
    expect((instance.lifecycle as Lifecycle).ignore_changes).toContain("identifier");
    for (const { name, lifecycle } of resources(stack, CloudwatchLogGroup)) {
      expect((name as string).startsWith(`/aws/rds/instance/${identifier}/`)).toBe(true);
      expect((lifecycle as Lifecycle).ignore_changes).toEqual(["name"]);
    }
  });

  test.each([true, false])(
    "is held against other choices where deletionProtected is %s",
    (deletionProtected) => {
      const { postcondition, prevent_destroy } = instanceWith({ deletionProtected }).lifecycle as Lifecycle;
      expect(prevent_destroy ?? false).toBe(deletionProtected);
      expect(postcondition.map(({ error_message }) => /`(\w+)`/.exec(error_message)![1])).toEqual([
        "databaseName",
        "engineVersion",
      ]);
    },
  );

  test("goes with one destroy when it is not protected", () => {
    const instance = instanceWith({ deletionProtected: false });
    expect(instance).toMatchObject({ deletion_protection: false, skip_final_snapshot: true });
    expect(instance).not.toHaveProperty("final_snapshot_identifier");
  });

  test("keeps backups for a day where it may go: an account on the free plan gets no more", () => {
    const retentionWith = (days?: { backupRetentionDays: number }) =>
      instanceWith({ deletionProtected: false, ...days }).backup_retention_period;
    expect(retentionWith()).toBe(1);
    expect(retentionWith({ backupRetentionDays: 3 })).toBe(3);
  });
});
