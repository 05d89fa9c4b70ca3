import { DatabaseAutonomousDatabase } from "@cdktf/provider-oci/lib/database-autonomous-database";
import { describe, expect } from "@jest/globals";
import { testWith } from "../../support/skip";
import { resolve, synth, theResource } from "../../support/synth";
import { TerraformFolder } from "../../support/terraform";
import { administratorSecret, databaseWith } from "./tiers";

// What Terraform itself makes of the expressions: https://docs.oracle.com/iaas/autonomous-database shows such profiles.
describe("database on OCI, as Terraform computes it", () => {
  function compute(stack: ReturnType<typeof databaseWith>["stack"], values: Record<string, string>) {
    const { locals } = synth(stack);
    const host = "counter.adb.eu-frankfurt-1.oraclecloud.com";
    const profile = (consumer_group: string, tls_authentication: string, port: number) => ({
      consumer_group,
      tls_authentication,
      value: `(description= (retry_count=20)(retry_delay=3)(address=(protocol=tcps)(port=${port})(host=${host}))(connect_data=(service_name=g1_${consumer_group}.adb.oraclecloud.com)))`,
    });
    const connection_strings = [
      {
        profiles: [
          profile("HIGH", "SERVER", 1521),
          profile("TP", "MUTUAL", 1522),
          profile("TP", "SERVER", 1521),
        ],
      },
    ];
    const ofDatabase = Object.fromEntries(
      Object.entries(locals!).filter(([, value]) => value.includes("oci_database_autonomous_database")),
    );
    const [address] = /oci_database_autonomous_database\.[\w-]+/.exec(JSON.stringify(ofDatabase))!;
    const folder = new TerraformFolder(
      JSON.parse(
        JSON.stringify({
          locals: { ...ofDatabase, deployed: { connection_strings } },
          output: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
        }).replaceAll(address, "local.deployed"),
      ) as object,
    );
    folder.run("apply", "-auto-approve", "-input=false");
    return (name: string) => folder.run("output", "-raw", name);
  }

  testWith(
    "terraform",
    "is reached for transactions, over TLS, at its private address, with few retries",
    () => {
      const { stack, database } = databaseWith();
      const output = compute(stack, {
        connect: resolve(stack, database.connection.environment.DB_CONNECT_STRING!),
      });
      expect(output("connect")).toBe(
        "(description= (retry_count=2)(retry_delay=3)(address=(protocol=tcps)(port=1521)(host=counter.adb.eu-frankfurt-1.oraclecloud.com))(connect_data=(service_name=g1_TP.adb.oraclecloud.com)))",
      );
    },
  );

  testWith("terraform", "has a name that is valid, and free in a tenancy that holds another", () => {
    const { stack } = databaseWith();
    const name = theResource(stack, DatabaseAutonomousDatabase).db_name as string;
    const secret = administratorSecret(stack).secret_name as string;
    const elsewhere = name.replace("eu-frankfurt-1", "eu-paris-1");
    const output = compute(stack, { name, elsewhere, secret });
    expect(output("name")).toMatch(/^counter[0-9a-f]{6}$/);
    expect(output("elsewhere")).not.toBe(output("name"));
    expect(output("secret")).toMatch(/^test-database-administrator-\d{14}$/);
  });
});
