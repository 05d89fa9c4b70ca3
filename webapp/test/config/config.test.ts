import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/environment";
import { pg, app, descriptor, oracledb, arn, ocid } from "./environments";

describe("an environment that is right", () => {
  test("has the name in Oracle's certificate checked, unless it says otherwise", () => {
    expect(readConfig(oracledb).database).not.toHaveProperty("uncheckedName");
    expect(readConfig({ ...oracledb, DB_TLS_NAME: "unchecked" }).database).toMatchObject({
      uncheckedName: true,
    });
  });

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

  test("drains for five minutes at the most, which are no mistake", () => {
    const drainingFor = (seconds: string) => readConfig({ DB_DRIVER: "memory", DRAIN_SECONDS: seconds });
    expect(drainingFor("300").drainSeconds).toBe(300);
    expect(() => drainingFor("301")).toThrow("DRAIN_SECONDS");
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

  test("takes them, and the application's, as a workload of OKE where a region says so", () => {
    const vault = { DB_PASSWORD: undefined, DB_CREDENTIALS: "oci-vault", DB_SECRET_ID: ocid };
    const application = { APP_DB_USER: "WEBAPP", APP_DB_LOGIN: "oci-vault", APP_DB_SECRET_ID: ocid };
    const given = { ...oracledb, ...vault, ...application, OCI_WORKLOAD_REGION: "eu-frankfurt-1" };
    const identity = { source: "oci-vault", secretId: ocid, workloadRegion: "eu-frankfurt-1" };
    expect(readConfig(given).database).toMatchObject({
      credentials: { ...identity, username: "counter" },
      appCredentials: { ...identity, username: "WEBAPP" },
    });
    const { database } = readConfig({ ...given, OCI_WORKLOAD_REGION: "" });
    expect(JSON.stringify(database)).not.toContain("workloadRegion");
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
