import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { describe, expect, test } from "@jest/globals";
import { SecurityGroup } from "../../../../constructs/aws/network/security-group";
import { resolve, resources, synth, theResource } from "../../../support/synth";
import { databaseWith, instanceWith } from "./database-with";

describe("access to the database on AWS", () => {
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
});
