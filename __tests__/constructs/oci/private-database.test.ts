import { CoreNetworkSecurityGroupSecurityRule } from "@cdktf/provider-oci/lib/core-network-security-group-security-rule";
import { DatabaseAutonomousDatabase } from "@cdktf/provider-oci/lib/database-autonomous-database";
import { VaultSecret } from "@cdktf/provider-oci/lib/vault-secret";
import { describe, expect, test } from "@jest/globals";
import { type PrivateDatabaseProps } from "../../../constructs/oci";
import { Firewall } from "../../../constructs/oci/firewall";
import { resolve, resources, theResource } from "../../support/synth";
import { databaseWith } from "./tiers";

const argumentsWith = (props: Partial<PrivateDatabaseProps> = {}) =>
  theResource(databaseWith(props).stack, DatabaseAutonomousDatabase);

describe("database on OCI", () => {
  test("is for transactions, counted in ECPUs, on the newest release", () => {
    expect(argumentsWith()).toMatchObject({
      db_workload: "OLTP",
      compute_model: "ECPU",
      compute_count: 2,
      db_version: "26ai",
    });
  });

  test("lies in the data tier, behind its own firewall", () => {
    const { stack, network } = databaseWith();
    const database = theResource(stack, DatabaseAutonomousDatabase);
    expect(database.subnet_id).toBe(resolve(stack, network.subnetOf("data").id));
    expect(database.nsg_ids).toEqual([expect.stringContaining("database_firewall_group")]);
  });

  test("has a private endpoint with a name, under TLS without a wallet", () => {
    const database = argumentsWith({ databaseName: "visits" });
    expect(database).toMatchObject({ private_endpoint_label: "visits", is_mtls_connection_required: false });
    expect(database).not.toHaveProperty("whitelisted_ips");
  });

  test("is never an Always Free one, which cannot have a private endpoint", () => {
    expect(argumentsWith().is_free_tier).toBe(false);
  });

  test("says what is licensed, where OCI would assume a licence of one's own", () => {
    expect(argumentsWith().license_model).toBe("LICENSE_INCLUDED");
    expect(argumentsWith({ licenseModel: "BRING_YOUR_OWN_LICENSE" }).license_model).toBe(
      "BRING_YOUR_OWN_LICENSE",
    );
  });

  test("keeps backups for 60 days, or as long as it was told", () => {
    expect(argumentsWith().backup_retention_period_in_days).toBe(60);
    expect(argumentsWith({ backupRetentionDays: 1 }).backup_retention_period_in_days).toBe(1);
  });

  test("grows under load, unless it was told not to", () => {
    expect(argumentsWith().is_auto_scaling_enabled).toBe(true);
    const capacity = { ecpus: 4, autoScaling: false, storageGB: 100 };
    expect(argumentsWith({ capacity })).toMatchObject({
      is_auto_scaling_enabled: false,
      compute_count: 4,
      data_storage_size_in_gb: 100,
    });
  });

  test("has a standby where it was told to", () => {
    expect(argumentsWith().is_local_data_guard_enabled).toBe(false);
    expect(argumentsWith({ standby: true }).is_local_data_guard_enabled).toBe(true);
  });

  test("refuses to be destroyed, unless it was told not to", () => {
    expect(argumentsWith().lifecycle.prevent_destroy).toBe(true);
    expect(argumentsWith({ deletionProtected: false }).lifecycle.prevent_destroy).toBe(false);
  });

  test("admits whom it was told to, on 1521 and nothing else", () => {
    const { stack, network, database } = databaseWith();
    const client = new Firewall(stack, "client", { network });
    const own = theResource(stack, DatabaseAutonomousDatabase).nsg_ids as string[];
    const ofDatabase = () =>
      resources(stack, CoreNetworkSecurityGroupSecurityRule).filter((rule) =>
        own.includes(rule.network_security_group_id as string),
      );
    expect(ofDatabase()).toEqual([]);
    database.allowFrom(client);
    expect(ofDatabase()).toEqual([
      expect.objectContaining({
        direction: "INGRESS",
        protocol: "6",
        source: resolve(stack, client.group.id),
        tcp_options: { destination_port_range: { min: 1521, max: 1521 } },
      }),
    ]);
  });

  test("hands out a reference to its secret, never a secret", () => {
    const { stack, database } = databaseWith();
    const { environment, driver } = database.connection;
    expect(driver).toBe("oracledb");
    expect(environment).toMatchObject({
      DB_DRIVER: "oracledb",
      DB_USER: "ADMIN",
      DB_CREDENTIALS: "oci-vault",
    });
    expect(resolve(stack, environment.DB_SECRET_ID!)).toBe(
      `\${oci_vault_secret.${theResource(stack, VaultSecret).logicalId}.id}`,
    );
    expect(resolve(stack, environment.DB_CONNECT_STRING!)).toMatch(/^\$\{local\..+\}$/);
  });

  test.each([
    ["databaseName", "Counter", "be a lower-case letter, then"],
    ["databaseName", "averylongdatabasename", "be a lower-case letter, then"],
    ["backupRetentionDays", 61, "be a whole number from 1 to 60"],
    ["backupRetentionDays", 0, "be a whole number from 1 to 60"],
    ["backupRetentionDays", 1.5, "be a whole number from 1 to 60"],
  ])("fails when %s is %j", (prop, value, rule) => {
    expect(() => databaseWith({ [prop]: value })).toThrow(
      new RegExp(`^\\[test/database\\] \`${prop}\` must ${rule}.*, got ${JSON.stringify(value)}$`),
    );
  });

  test.each([
    ["ecpus", 1, "be a whole number from 2 to 512"],
    ["storageGB", 19, "be a whole number from 20 to 393216"],
  ])("fails when capacity.%s is %j", (prop, value, rule) => {
    expect(() => databaseWith({ capacity: { [prop]: value } })).toThrow(
      `[test/database] \`capacity.${prop}\` must ${rule}, got ${value}`,
    );
  });
});
