import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { AwsStack } from "../stacks/aws-stack";
import { manifestsOf } from "../proofs/aws/clusters";
import { OciStack } from "../stacks/oci-stack";
import { profiles } from "../stacks/context/profiles";
import { readConfig } from "../webapp/src/config/environment";
import { bootEnvironment, bootScriptOf } from "./support/boot";
import { synth } from "./support/synth";

const profile = profiles.lab;

/** Values in the place of references, by the reference's last word. */
const deployed: Record<string, string> = {
  compartment_ocid: "ocid1.compartment.oc1..aaaaaaaa",
  address: "aws-stack-database.c9akciq32.us-east-1.rds.amazonaws.com",
  db_name: "counter",
  secret_arn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-0a1b2c3d-AbCdEf",
  "database_connect-descriptor":
    "(description= (retry_count=2)(retry_delay=3)(address=(protocol=tcps)(port=1521)(host=counter0a1b2c.adb.us-ashburn-1.oraclecloud.com))(connect_data=(service_name=g1_counter0a1b2c_tp.adb.oraclecloud.com))(security=(ssl_server_dn_match=no)))",
  "var.region": "us-ashburn-1",
  id: "ocid1.vaultsecret.oc1.iad.aaaaaaaa",
};

function deploy(value: string): string {
  return value.replace(/\$\{([^}]+)\}/g, (_, reference: string) => {
    const word = Object.keys(deployed).find(
      (key) => reference.endsWith(key) || reference.includes(`${key}_`),
    );
    if (!word) throw new Error(`nothing is known of ${reference}`);
    return deployed[word]!;
  });
}

const environmentOf = (stack: AwsStack | OciStack, command: "migrate" | "serve" = "serve") =>
  Object.fromEntries(
    Object.entries(bootEnvironment(bootScriptOf(stack), command)).map(([key, value]) => [key, deploy(value)]),
  );

describe("what servers are told is what the web app understands", () => {
  test("on AWS", () => {
    const stack = new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile });
    expect(readConfig(environmentOf(stack))).toMatchObject({
      port: 8080,
      origin: { server: "AWS us-east-1", database: "PostgreSQL 17" },
      database: {
        driver: "pg",
        host: deployed.address,
        port: 5432,
        name: "counter",
        tls: { caFile: expect.stringMatching(/rds-ca-bundle\.pem$/) },
        credentials: {
          source: "aws-iam",
          username: "webapp",
          region: "us-east-1",
          host: deployed.address,
          port: 5432,
        },
      },
    });
    expect(readConfig(environmentOf(stack, "migrate")).database).toMatchObject({
      credentials: { source: "aws-secrets-manager", secretArn: deployed.secret_arn },
      appCredentials: {
        source: "aws-iam",
        username: "webapp",
        region: "us-east-1",
        host: deployed.address,
        port: 5432,
      },
    });
  });

  test("on OCI", () => {
    const stack = new OciStack(Testing.app(), "oci-stack", { profile });
    expect(readConfig(environmentOf(stack))).toMatchObject({
      port: 8080,
      origin: { server: "OCI us-ashburn-1", database: "Autonomous Database" },
      database: {
        driver: "oracledb",
        connectString: deployed["database_connect-descriptor"],
        schema: "ADMIN",
        credentials: { source: "oci-vault", username: "WEBAPP", secretId: deployed.id },
      },
    });
    expect(readConfig(environmentOf(stack, "migrate")).database).toMatchObject({
      credentials: { source: "oci-vault", username: "ADMIN", secretId: deployed.id },
      appCredentials: { source: "oci-vault", username: "WEBAPP", secretId: deployed.id },
    });
  });

  test("in pods on OCI, which know their region by it", () => {
    const options = { network: {}, database: {}, web: {}, kubernetes: { access: {} } };
    const json = synth(new OciStack(Testing.app(), "oci-stack", { profile, options }));
    const configOf = (kind: string) => {
      const { spec } = manifestsOf(json).find((object) => object.kind === kind)!.spec.template;
      const variables = (spec.containers[0].env as { name: string; value: string }[]).map(
        ({ name, value }) => [name, deploy(value)] as const,
      );
      return readConfig(Object.fromEntries(variables));
    };
    const asked = { source: "oci-vault", secretId: deployed.id, workloadRegion: "us-ashburn-1" };
    const { database, ociMetrics } = configOf("Deployment");
    expect(database).toMatchObject({ credentials: { ...asked, username: "WEBAPP" } });
    expect(ociMetrics).toMatchObject({
      region: "us-ashburn-1",
      compartmentId: deployed.compartment_ocid,
      namespace: "app_counter_oci_stack_web",
    });
    expect(configOf("Job").database).toMatchObject({
      credentials: { ...asked, username: "ADMIN" },
      appCredentials: { ...asked, username: "WEBAPP" },
    });
  });

  test("by either command", () => {
    const aws = new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile });
    const oci = new OciStack(Testing.app(), "oci-stack", { profile });
    for (const stack of [aws, oci])
      expect(readConfig(environmentOf(stack, "migrate")).database).toMatchObject({
        driver: stack.database.connection.driver,
      });
  });

  test("and not with one variable less", () => {
    const stack = new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile });
    expect(() => readConfig({ ...environmentOf(stack), DB_HOST: undefined })).toThrow("`DB_HOST` must be");
  });
});
