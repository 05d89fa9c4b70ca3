import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { describe, expect, test } from "@jest/globals";
import { PrivateDatabase, TieredNetwork } from "../../../../constructs/aws";
import { CustomerKey } from "../../../../constructs/aws/account/customer-key";
import { awsTestStack, resolve, resources, theResource } from "../../../support/synth";
import { databaseWith, instanceWith } from "./database-with";

describe("what the database on AWS keeps and tells", () => {
  test("exports its logs to groups that exist before it and forget", () => {
    const { stack } = databaseWith({ logRetentionDays: 90 });
    const instance = theResource(stack, DbInstance);
    const groups = resources(stack, CloudwatchLogGroup);
    expect(groups.map(({ name }) => name as string)).toEqual(
      [...(instance.enabled_cloudwatch_logs_exports as string[])]
        .sort()
        .map((log) => `/aws/rds/instance/${instance.identifier as string}/${log}`),
    );
    for (const { logicalId, retention_in_days } of groups) {
      expect(instance.depends_on).toContain(`aws_cloudwatch_log_group.${logicalId}`);
      expect(retention_in_days).toBe(90);
    }
    expect(resources(databaseWith().stack, CloudwatchLogGroup)[0]?.retention_in_days).toBe(30);
  });

  test("logs slow statements and changes of the schema", () => {
    const { parameter } = theResource(databaseWith().stack, DbParameterGroup);
    expect(parameter).toContainEqual({
      name: "log_min_duration_statement",
      value: "1000",
      apply_method: "immediate",
    });
    expect(parameter).toContainEqual({ name: "log_statement", value: "ddl", apply_method: "immediate" });
  });

  test("is watched by the free mode of Database Insights, and every minute by a role that can only report", () => {
    const { stack } = databaseWith();
    const role = theResource(stack, IamRole);
    expect(theResource(stack, DbInstance)).toMatchObject({
      performance_insights_enabled: true,
      performance_insights_retention_period: 7,
      database_insights_mode: "standard",
      monitoring_interval: 60,
      monitoring_role_arn: `\${aws_iam_role.${role.logicalId}.arn}`,
    });
    expect(role.assume_role_policy).toContain('"Service":"monitoring.rds.amazonaws.com"');
    expect(theResource(stack, IamRolePolicyAttachment).policy_arn).toBe(
      "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    );
  });

  test("encrypts all that it keeps with a key of one's own when it is given one", () => {
    const stack = awsTestStack();
    const network = new TieredNetwork(stack, "network", { region: "eu-west-1" });
    const key = new CustomerKey(stack, "key", {
      region: "eu-west-1",
      deletionProtected: true,
      deletionWindowDays: 30,
    });
    const database = new PrivateDatabase(stack, "database", { network, key });
    database.grantMigration(new IamRole(stack, "reader", { assumeRolePolicy: "{}" }));
    const arn = resolve(stack, key.arn);
    expect(theResource(stack, DbInstance)).toMatchObject({
      kms_key_id: arn,
      master_user_secret_kms_key_id: arn,
      performance_insights_kms_key_id: arn,
    });
    for (const group of resources(stack, CloudwatchLogGroup)) expect(group.kms_key_id).toBe(arn);
    expect(JSON.parse(theResource(stack, IamRolePolicy).policy as string)).toMatchObject({
      Statement: [
        {},
        {
          Action: "kms:Decrypt",
          Resource: arn,
          Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" } },
        },
      ],
    });
    expect(instanceWith()).not.toHaveProperty("kms_key_id");
  });

  test.each(["database", "d".repeat(80), `${"d".repeat(51)}-tail`])(
    "has names that RDS takes as the construct %s",
    (id) => {
      const stack = awsTestStack();
      const network = new TieredNetwork(stack, "network", { region: "eu-west-1" });
      new PrivateDatabase(stack, id, { network });
      const { identifier, final_snapshot_identifier } = theResource(stack, DbInstance);
      for (const name of [identifier, final_snapshot_identifier] as string[])
        expect(name.replace(/\$\{substr\(.*\)\}$/, "12345678")).toMatch(
          /^(?=.{1,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
        );
    },
  );
});
