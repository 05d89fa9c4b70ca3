import { describe, expect, test } from "@jest/globals";
import type { Environment } from "../../src/config/validation";
import { env, pg, app, descriptor, oracledb, arn, problems } from "./environments";

/** What is posted to OCI Monitoring. */
const postable = {
  region: "us-ashburn-1",
  compartmentId: "ocid1.compartment.oc1..example",
  namespace: "app_counter",
  names: ["counter_visits_total"],
};

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
    [{ DB_DRIVER: "memory", METRICS_EMBEDDED: "counter" }, "`METRICS_EMBEDDED` must be JSON such as"],
    [
      { DB_DRIVER: "memory", METRICS_EMBEDDED: '{"namespace":"a"}' },
      "`METRICS_EMBEDDED` must be JSON such as",
    ],
    [{ DB_DRIVER: "memory", METRICS_OCI: "counter" }, "`METRICS_OCI` must be JSON such as"],
    ...[{ namespace: "oci_counter" }, { region: "eu" }, { compartmentId: "mine" }, { names: [] }].map(
      (wrong) => [
        { DB_DRIVER: "memory", METRICS_OCI: JSON.stringify({ ...postable, ...wrong }) },
        "`METRICS_OCI` must be JSON such as",
      ],
    ),
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
