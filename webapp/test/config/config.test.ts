import { describe, expect, test } from "@jest/globals";
import { type ConfigError, readConfig } from "../../src/config/environment";
import type { Environment } from "../../src/config/validation";

const env = { DB_CREDENTIALS: "env", DB_USER: "counter", DB_PASSWORD: "hunter2-canary" };
const pg = {
  DB_DRIVER: "pg",
  DB_HOST: "db.example.internal",
  DB_NAME: "counter",
  DB_CA_FILE: "ca.pem",
  ...env,
};
const app = { APP_DB_USER: "webapp", APP_DB_LOGIN: "aws-iam", APP_DB_REGION: "eu-central-1" };
const descriptor =
  "(description=(retry_count=20)(address=(protocol=tcps)(port=1521)(host=db.example))(connect_data=(service_name=c_tp)))";
const oracledb = { DB_DRIVER: "oracledb", DB_CONNECT_STRING: descriptor, ...env };
const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-1-AbCdEf";
const ocid = "ocid1.vaultsecret.oc1.iad.example";

function problems(environment: Environment): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    return (error as ConfigError).problems;
  }
  throw new Error("the environment was accepted");
}

describe("an environment that is right", () => {
  test("needs the driver only for the store in memory, and has defaults for the rest", () => {
    expect(readConfig({ DB_DRIVER: "memory" })).toEqual({
      host: "0.0.0.0",
      port: 8080,
      logLevel: "info",
      drainSeconds: 0,
      keepAliveSeconds: 75,
      origin: {},
      database: { driver: "memory" },
    });
  });

  test("says how the balancer in front behaves", () => {
    const given = { DB_DRIVER: "memory", KEEP_ALIVE_SECONDS: "320", REQUEST_ID_HEADER: "X-Request-Id" };
    expect(readConfig(given)).toMatchObject({ keepAliveSeconds: 320, requestIdHeader: "x-request-id" });
  });

  test("describes a PostgreSQL with verified TLS", () => {
    expect(readConfig(pg).database).toEqual({
      driver: "pg",
      host: "db.example.internal",
      port: 5432,
      name: "counter",
      tls: { caFile: "ca.pem" },
      credentials: { source: "env", username: "counter", password: "hunter2-canary" },
    });
  });

  test.each(["localhost", "127.0.0.1", "::1"])("may do without TLS on %s", (host) => {
    expect(readConfig({ ...pg, DB_CA_FILE: undefined, DB_HOST: host, DB_TLS: "off" }).database).toMatchObject(
      { tls: "off" },
    );
  });

  test.each([
    descriptor,
    "tcps://db.example:1521/c_tp",
    "localhost/free",
    "127.0.0.1:1521/free",
    "//localhost:1521/free",
    "tcp://localhost:1521/free",
    "(description=(address=(protocol=tcp)(host=localhost)(port=1521))(connect_data=(service_name=free)))",
  ])("may reach Oracle Database by %s", (connectString) => {
    expect(readConfig({ ...oracledb, DB_CONNECT_STRING: connectString }).database).toMatchObject({
      connectString,
    });
  });

  test("takes the credentials from AWS Secrets Manager", () => {
    const none = { DB_USER: undefined, DB_PASSWORD: undefined };
    const given = { ...pg, ...none, DB_CREDENTIALS: "aws-secrets-manager", DB_SECRET_ARN: arn };
    expect(readConfig(given).database).toMatchObject({
      credentials: { source: "aws-secrets-manager", secretArn: arn },
    });
  });

  test("signs in to RDS by a token for its own host, port and region", () => {
    const given = {
      ...pg,
      DB_CREDENTIALS: "aws-iam",
      DB_USER: "webapp",
      DB_PASSWORD: undefined,
      DB_REGION: "eu-central-1",
    };
    expect(readConfig(given).database).toMatchObject({
      credentials: {
        source: "aws-iam",
        username: "webapp",
        region: "eu-central-1",
        host: "db.example.internal",
        port: 5432,
      },
    });
  });

  test("tells migrate whom to let in", () => {
    expect(readConfig({ ...pg, ...app }).database).toMatchObject({
      appCredentials: {
        source: "aws-iam",
        username: "webapp",
        region: "eu-central-1",
        host: "db.example.internal",
        port: 5432,
      },
    });
    expect(readConfig(pg).database).not.toHaveProperty("appCredentials");
  });

  test("takes the credentials from OCI Vault", () => {
    const given = { ...oracledb, DB_PASSWORD: undefined, DB_CREDENTIALS: "oci-vault", DB_SECRET_ID: ocid };
    expect(readConfig(given).database).toMatchObject({
      credentials: { source: "oci-vault", username: "counter", secretId: ocid },
    });
  });

  test("may name server and database for everybody to see", () => {
    const labels = { SERVER_LABEL: "AWS · us-east-1a", DATABASE_LABEL: "PostgreSQL 17.2 (RDS)" };
    expect(readConfig({ DB_DRIVER: "memory", ...labels }).origin).toEqual({
      server: "AWS · us-east-1a",
      database: "PostgreSQL 17.2 (RDS)",
    });
  });

  test("has metrics on loopback once they have a port", () => {
    expect(readConfig({ DB_DRIVER: "memory", METRICS_PORT: "9464" }).metrics).toEqual({
      host: "127.0.0.1",
      port: 9464,
    });
  });

  test("treats an empty variable as one that is not set", () => {
    expect(readConfig({ DB_DRIVER: "memory", PORT: "", DB_HOST: "" }).port).toBe(8080);
  });

  test("may hold variables of others", () => {
    expect(readConfig({ DB_DRIVER: "memory", PATH: "/bin", AWS_REGION: "eu-central-1" }).port).toBe(8080);
  });
});

describe("an environment that is wrong", () => {
  test("hears about everything at once", () => {
    expect(
      problems({ PORT: "http", LOG_LEVEL: "loud", DB_DRIVER: "pg", DB_CREDENTIALS: "env", DB_PORT: "0" }),
    ).toEqual([
      '`PORT` must be an integer from 0 to 65535; got "http"',
      '`LOG_LEVEL` must be one of fatal, error, warn, info, debug, trace, silent; got "loud"',
      "`DB_USER` must be the name of the database user; it is not set",
      "`DB_PASSWORD` must be the password of the database user; it is not set",
      "`DB_HOST` must be the name of the database server; it is not set",
      '`DB_PORT` must be an integer from 1 to 65535; got "0"',
      "`DB_NAME` must be the name of the database; it is not set",
    ]);
  });

  test("hears which drivers there are", () => {
    expect(problems({})).toEqual(["`DB_DRIVER` must be one of pg, oracledb, memory; it is not set"]);
    expect(problems({ DB_DRIVER: "mysql" })).toEqual([
      '`DB_DRIVER` must be one of pg, oracledb, memory; got "mysql"',
    ]);
  });

  test.each([
    [
      { ...pg, DB_CA_FILE: undefined },
      "`DB_CA_FILE` must be the path of a PEM file, or `DB_TLS=off` on a loopback",
    ],
    [
      { ...pg, DB_CA_FILE: undefined, DB_TLS: "off" },
      "`DB_TLS` must be absent unless `DB_HOST` is a loopback address",
    ],
    [{ ...pg, DB_HOST: "localhost", DB_TLS: "off" }, "`DB_CA_FILE` must be absent with `DB_TLS=off`"],
    [
      { ...pg, DB_HOST: "127.0.0.1.example.com", DB_CA_FILE: undefined, DB_TLS: "off" },
      "`DB_TLS` must be absent",
    ],
    [{ ...pg, DB_TLS: "no" }, '`DB_TLS` must be off, or not set; got "no"'],
    [{ ...pg, DB_CONNECT_STRING: descriptor }, "`DB_CONNECT_STRING` must be absent with `DB_DRIVER=pg"],
    [{ ...pg, DB_SECRET_ARN: arn }, "`DB_SECRET_ARN` must be absent with `DB_DRIVER=pg DB_CREDENTIALS=env`"],
    [
      { ...pg, DB_CREDENTIALS: "vault" },
      '`DB_CREDENTIALS` must be one of env, aws-secrets-manager, aws-iam, oci-vault; got "vault"',
    ],
    [{ DB_DRIVER: "memory", DB_HOST: "x" }, "`DB_HOST` must be absent with `DB_DRIVER=memory`"],
    [
      { DB_DRIVER: "memory", DB_CREDENTIALS: "env" },
      "`DB_CREDENTIALS` must be absent with `DB_DRIVER=memory`",
    ],
    [
      { ...pg, DB_CREDENTIALS: "aws-secrets-manager", DB_SECRET_ARN: "rds!db" },
      "`DB_SECRET_ARN` must be the ARN",
    ],
    [
      { ...pg, DB_CREDENTIALS: "oci-vault", DB_SECRET_ID: "x" },
      "`DB_SECRET_ID` must be the OCID of a secret",
    ],
    [{ DB_DRIVER: "memory", MIGRATE_TIMEOUT_SECONDS: "1.5" }, "`MIGRATE_TIMEOUT_SECONDS` must be an integer"],
    [
      { ...oracledb, DB_CREDENTIALS: "aws-iam" },
      '`DB_CREDENTIALS` must be one of env, aws-secrets-manager, oci-vault; got "aws-iam"',
    ],
    [{ ...pg, DB_CREDENTIALS: "aws-iam" }, "`DB_REGION` must be the AWS region of the database"],
    [
      { ...pg, ...app, APP_DB_LOGIN: undefined },
      "`APP_DB_LOGIN` must be given together with APP_DB_USER and APP_DB_REGION; it is not set",
    ],
    [
      { ...pg, ...app, APP_DB_USER: undefined },
      "`APP_DB_USER` must be given together with APP_DB_LOGIN and APP_DB_REGION; it is not set",
    ],
    [
      { ...pg, ...app, APP_DB_REGION: undefined },
      "`APP_DB_REGION` must be given together with APP_DB_USER and APP_DB_LOGIN; it is not set",
    ],
    [{ ...pg, ...app, APP_DB_REGION: "Frankfurt" }, "`APP_DB_REGION` must be the AWS region of the database"],
    [{ ...pg, ...app, APP_DB_USER: "rdsadmin" }, "`APP_DB_USER` must be a role of"],
    [{ ...pg, ...app, APP_DB_USER: 'a"b' }, "`APP_DB_USER` must be a role of"],
    [{ DB_DRIVER: "memory", METRICS_PORT: "8080" }, "`METRICS_PORT` must be another port than `PORT`"],
    [{ DB_DRIVER: "memory", SERVER_LABEL: "10.0.3.7:8080" }, "`SERVER_LABEL` must be at most 60 letters"],
    [{ DB_DRIVER: "memory", SERVER_LABEL: "<b>here</b>" }, "`SERVER_LABEL` must be at most 60 letters"],
    [{ DB_DRIVER: "memory", DATABASE_LABEL: arn }, "`DATABASE_LABEL` must be at most 60 letters"],
    [{ DB_DRIVER: "memory", DATABASE_LABEL: "x".repeat(61) }, "`DATABASE_LABEL` must be at most 60 letters"],
    [{ DB_DRIVER: "memory", PORT: "65536" }, '`PORT` must be an integer from 0 to 65535; got "65536"'],
  ] as [Environment, string][])("hears why: case %#", (environment, sentence) => {
    expect(problems(environment).join("\n")).toContain(sentence);
  });

  test.each([
    "db.example/c_tp",
    "tcp://db.example:1521/c_tp",
    "localhost.example.com/c_tp",
    "localhost,db.example/c_tp",
    descriptor.replace("tcps", "tcp"),
    "(description=(address=(protocol=tcp)(host=db.example)(port=1521))(connect_data=(service_name=tcps)))",
    `(description_list=${descriptor}${descriptor.replace("tcps", "tcp")})`,
  ])("may not reach Oracle Database in the clear by %s", (connectString) => {
    expect(problems({ ...oracledb, DB_CONNECT_STRING: connectString }).join()).toContain(
      "`DB_CONNECT_STRING` must be a connect string whose addresses all use tcps",
    );
  });

  test("never shows a password", () => {
    const all = problems({ ...env, DB_DRIVER: "memory", PORT: "x" }).join("\n");
    expect(all).toContain("`DB_PASSWORD` must be absent with `DB_DRIVER=memory`; got a hidden value");
    expect(all).not.toContain("canary");
  });
});
