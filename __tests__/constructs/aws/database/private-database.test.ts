import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { describe, expect, test } from "@jest/globals";
import type { TerraformStack } from "cdktf";
import { PrivateDatabase, type PrivateDatabaseProps, TieredNetwork } from "../../../../constructs/aws";
import { CustomerKey } from "../../../../constructs/aws/account/customer-key";
import { memoryGiB } from "../../../../constructs/aws/database/database-size";
import { SecurityGroup } from "../../../../constructs/aws/network/security-group";
import { TerraformData } from "../../../../constructs/shared/terraform-data";
import { awsTestStack, resolve, resources, synth, theResource } from "../../../support/synth";

function databaseWith(props: Partial<PrivateDatabaseProps> = {}) {
  const stack = awsTestStack();
  const network = new TieredNetwork(stack, "network", { region: "eu-west-1" });
  const database = new PrivateDatabase(stack, "database", { network, ...props });
  return { stack, network, database };
}

const instanceWith = (props: Partial<PrivateDatabaseProps> = {}) =>
  theResource(databaseWith(props).stack, DbInstance);

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

  test("has a password that only Secrets Manager knows", () => {
    const instance = instanceWith();
    expect(instance.manage_master_user_password).toBe(true);
    expect(Object.keys(instance).filter((key) => key.startsWith("password"))).toEqual([]);
  });

  test("hands out references, never a secret: the app logs in by a token, migrate as the administrator", () => {
    const { stack, database } = databaseWith();
    const instance = resolve(stack, database.instance.fqn).slice(2, -1);
    expect(database.connection.driver).toBe("pg");
    const resolved = (variables: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, resolve(stack, value)]));
    const server = {
      DB_DRIVER: "pg",
      DB_HOST: `\${${instance}.address}`,
      DB_PORT: "5432",
      DB_NAME: `\${${instance}.db_name}`,
      DB_CA_FILE: "rds-ca-bundle.pem",
    };
    expect(resolved(database.connection.environment)).toEqual({
      ...server,
      DB_CREDENTIALS: "aws-iam",
      DB_USER: "webapp",
      DB_REGION: "eu-west-1",
      DATABASE_LABEL: "PostgreSQL 17",
    });
    expect(resolved(database.connection.migration)).toEqual({
      ...server,
      DB_CREDENTIALS: "aws-secrets-manager",
      DB_SECRET_ARN: `\${${instance}.master_user_secret[0].secret_arn}`,
      APP_DB_USER: "webapp",
      APP_DB_LOGIN: "aws-iam",
      APP_DB_REGION: "eu-west-1",
    });
  });

  test("admits whom it was told to, on 5432 and nothing else", () => {
    const { stack, network, database } = databaseWith();
    const client = new SecurityGroup(stack, "client", { vpcId: network.vpc.id, description: "client" });
    const ofDatabase = () => {
      const group = theResource(stack, DbInstance).vpc_security_group_ids as string[];
      return resources(stack, VpcSecurityGroupIngressRule).filter((rule) =>
        group.includes(rule.security_group_id as string),
      );
    };
    expect(ofDatabase()).toEqual([]);
    database.allowFrom(client);
    expect(ofDatabase()).toEqual([
      expect.objectContaining({
        ip_protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
        referenced_security_group_id: resolve(stack, client.group.id),
      }),
    ]);
  });

  test("opens no connection by itself", () => {
    const { stack } = databaseWith();
    const group = theResource(stack, DbInstance).vpc_security_group_ids as string[];
    const egress = resources(stack, VpcSecurityGroupEgressRule);
    expect(egress.filter((rule) => group.includes(rule.security_group_id as string))).toEqual([]);
  });

  test("lets a role read its secret and no other", () => {
    const { stack, database } = databaseWith();
    database.grantMigration(new IamRole(stack, "role", { assumeRolePolicy: "{}" }));
    const policy = JSON.parse(theResource(stack, IamRolePolicy).policy as string) as object;
    expect(policy).toMatchObject({
      Statement: [
        {
          Effect: "Allow",
          Action: "secretsmanager:GetSecretValue",
          Resource: resolve(stack, database.secretArn),
        },
      ],
    });
  });

  test("lets a role log in as the app and as nobody else", () => {
    const { stack, database } = databaseWith();
    database.grantLogin(new IamRole(stack, "role", { assumeRolePolicy: "{}" }));
    const policy = JSON.parse(theResource(stack, IamRolePolicy).policy as string) as object;
    const instance = `aws_db_instance.${theResource(stack, DbInstance).logicalId}`;
    const [account, expression] = Object.entries(synth(stack).locals ?? {})[0]!;
    expect(expression).toBe(`\${element(split(":", ${instance}.arn), 4)}`);
    expect(instanceWith().iam_database_authentication_enabled).toBe(true);
    expect(policy).toMatchObject({
      Statement: [
        {
          Effect: "Allow",
          Action: "rds-db:connect",
          Resource: `arn:aws:rds-db:eu-west-1:\${local.${account}}:dbuser:\${${instance}.resource_id}/webapp`,
        },
      ],
    });
  });

  test("leaves the rotation of the administrator's password to RDS unless told otherwise", () => {
    expect(resources(databaseWith().stack, SecretsmanagerSecretRotation)).toEqual([]);
    const { stack, database } = databaseWith({ secretRotationDays: 30 });
    expect(theResource(stack, SecretsmanagerSecretRotation)).toMatchObject({
      secret_id: resolve(stack, database.secretArn),
      rotate_immediately: false,
      rotation_rules: { automatically_after_days: 30 },
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

  test("is never billed for Extended Support", () => {
    expect(instanceWith().engine_lifecycle_support).toBe("open-source-rds-extended-support-disabled");
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

  test("has a standby only when asked", () => {
    expect(instanceWith().multi_az).toBe(false);
    expect(instanceWith({ standby: true }).multi_az).toBe(true);
  });

  test("keeps backups as long as RDS can, or as told", () => {
    expect(instanceWith().backup_retention_period).toBe(35);
    expect(instanceWith({ backupRetentionDays: 3 }).backup_retention_period).toBe(3);
  });

  test("keeps backups for a day where it may go: an account on the free plan gets no more", () => {
    const retentionWith = (days?: { backupRetentionDays: number }) =>
      instanceWith({ deletionProtected: false, ...days }).backup_retention_period;
    expect(retentionWith()).toBe(1);
    expect(retentionWith({ backupRetentionDays: 3 })).toBe(3);
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

interface Lifecycle {
  readonly ignore_changes: readonly string[];
  readonly prevent_destroy?: boolean;
  readonly postcondition: readonly { readonly error_message: string }[];
}

/** Logical id of what Terraform remembers under a name. */
function made(stack: TerraformStack, name: string): string {
  return resources(stack, TerraformData).find(({ logicalId }) => logicalId.includes(name))!.logicalId;
}
