import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { describe, expect, test } from "@jest/globals";
import { PrivateDatabase, type PrivateDatabaseProps, TieredNetwork } from "../../../constructs/aws";
import { Firewall } from "../../../constructs/aws/firewall";
import { awsTestStack, resolve, resources, theResource } from "../../support/synth";

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
    expect(theResource(stack, DbParameterGroup).parameter).toEqual([
      { name: "rds.force_ssl", value: "1", apply_method: "pending-reboot" },
    ]);
  });

  test("has a password that only Secrets Manager knows", () => {
    const instance = instanceWith();
    expect(instance.manage_master_user_password).toBe(true);
    expect(Object.keys(instance).filter((key) => key.startsWith("password"))).toEqual([]);
  });

  test("hands out a reference to its secret, never a secret", () => {
    const { stack, database } = databaseWith();
    const instance = resolve(stack, database.instance.fqn).slice(2, -1);
    expect(database.connection.driver).toBe("pg");
    expect(
      Object.fromEntries(
        Object.entries(database.connection.environment).map(([key, value]) => [key, resolve(stack, value)]),
      ),
    ).toEqual({
      DB_DRIVER: "pg",
      DB_HOST: `\${${instance}.address}`,
      DB_PORT: "5432",
      DB_NAME: `\${${instance}.db_name}`,
      DB_CA_FILE: "rds-ca-bundle.pem",
      DB_CREDENTIALS: "aws-secrets-manager",
      DB_SECRET_ARN: `\${${instance}.master_user_secret[0].secret_arn}`,
    });
  });

  test("admits whom it was told to, on 5432 and nothing else", () => {
    const { stack, network, database } = databaseWith();
    const client = new Firewall(stack, "client", { vpcId: network.vpc.id, description: "client" });
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
    database.grantLogin(new IamRole(stack, "role", { assumeRolePolicy: "{}" }));
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

  test("gets minor versions from AWS, and only them", () => {
    expect(instanceWith()).toMatchObject({
      engine: "postgres",
      engine_version: "17",
      auto_minor_version_upgrade: true,
    });
    expect(instanceWith()).not.toHaveProperty("allow_major_version_upgrade");
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
      final_snapshot_identifier: "test-database-final",
      delete_automated_backups: false,
    });
  });

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
  ])("fails for %j", (props, message) => {
    expect(() => databaseWith(props)).toThrow(`[test/database] ${message}`);
  });
});
