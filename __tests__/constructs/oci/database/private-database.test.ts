import { CoreNetworkSecurityGroupSecurityRule } from "@cdktf/provider-oci/lib/core-network-security-group-security-rule";
import { DatabaseAutonomousDatabase } from "@cdktf/provider-oci/lib/database-autonomous-database";
import { describe, expect, test } from "@jest/globals";
import { type PrivateDatabaseProps } from "../../../../constructs/oci";
import { NetworkSecurityGroup } from "../../../../constructs/oci/network/network-security-group";
import { resolve, resources, theResource } from "../../../support/synth";
import { administratorSecret, applicationSecret, databaseWith } from "../tiers";

/** Variables of both commands. */
const variablesOf = (props: Partial<PrivateDatabaseProps> = {}) => {
  const { environment, migration } = databaseWith(props).database.connection;
  return [environment, migration];
};

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
    expect(database.subnet_id).toBe(resolve(stack, network.subnetIdOf("data")));
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
    const client = new NetworkSecurityGroup(stack, "client", { network });
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

  test("hands out references to its secrets, never a secret, and the administrator's to migrate alone", () => {
    const { stack, database } = databaseWith();
    const { environment, migration, driver } = database.connection;
    const reference = ({ logicalId }: { logicalId: string }) => `\${oci_vault_secret.${logicalId}.id}`;
    const [administrator, application] = [administratorSecret(stack), applicationSecret(stack)].map(
      reference,
    );
    expect(driver).toBe("oracledb");
    expect(environment).toMatchObject({ DB_DRIVER: "oracledb", DB_USER: "WEBAPP", DB_SCHEMA: "ADMIN" });
    expect(resolve(stack, environment.DB_SECRET_ID!)).toBe(application);
    expect(Object.values(environment).map((value) => resolve(stack, value))).not.toContain(administrator);
    expect(migration).toMatchObject({ DB_USER: "ADMIN", APP_DB_USER: "WEBAPP", APP_DB_LOGIN: "oci-vault" });
    expect(resolve(stack, migration.DB_SECRET_ID!)).toBe(administrator);
    expect(resolve(stack, migration.APP_DB_SECRET_ID!)).toBe(application);
    expect(resolve(stack, environment.DB_CONNECT_STRING!)).toMatch(/^\$\{local\..+\}$/);
  });

  test("has servers look for its host in its certificate, unless somebody says why not", () => {
    const reason = "its certificate is one of a proxy of ours";
    for (const variables of variablesOf()) expect(variables).not.toHaveProperty("DB_TLS_NAME");
    for (const variables of variablesOf({ uncheckedHostName: { reason } }))
      expect(variables).toHaveProperty("DB_TLS_NAME", "unchecked");
    expect(() => databaseWith({ uncheckedHostName: { reason: "demo" } })).toThrow(
      "`uncheckedHostName.reason` must say in 20 characters or more why",
    );
  });

  test("has a password for the app that Vault makes up, whoever makes up the administrator's", () => {
    expect(applicationSecret(databaseWith().stack)).toMatchObject({
      enable_auto_generation: true,
      secret_generation_context: { generation_template: "DBAAS_DEFAULT_PASSWORD", passphrase_length: 20 },
    });
  });

  test("is tuned for another workload, and patched early, where it was told to", () => {
    expect(argumentsWith()).toMatchObject({ autonomous_maintenance_schedule_type: "REGULAR" });
    expect(argumentsWith({ workload: "AJD", maintenance: "EARLY", version: "19c" })).toMatchObject({
      db_workload: "AJD",
      autonomous_maintenance_schedule_type: "EARLY",
      db_version: "19c",
    });
  });

  test("has storage that grows where it was told to", () => {
    expect(argumentsWith().is_auto_scaling_for_storage_enabled).toBe(false);
    expect(argumentsWith({ capacity: { storageAutoScaling: true } })).toMatchObject({
      is_auto_scaling_for_storage_enabled: true,
      data_storage_size_in_gb: 20,
    });
  });

  test("keeps backups for years where it was told to", () => {
    expect(argumentsWith()).not.toHaveProperty("long_term_backup_schedule");
    const longTermBackups = { every: "MONTH", from: "2027-01-03T02:00:00Z", keptDays: 3650 } as const;
    expect(argumentsWith({ longTermBackups }).long_term_backup_schedule).toEqual([
      {
        is_disabled: false,
        repeat_cadence: "MONTHLY",
        retention_period_in_days: 3650,
        time_of_backup: "2027-01-03T02:00:00Z",
      },
    ]);
  });

  test("has contacts that Oracle writes to", () => {
    expect(argumentsWith({ contacts: ["ops@example.com"] }).customer_contacts).toEqual([
      { email: "ops@example.com" },
    ]);
  });

  test("is encrypted with a key of one's own where one is given", () => {
    const encryptionKey = { vaultId: "ocid1.vault.oc1..v", keyId: "ocid1.key.oc1..k" };
    expect(argumentsWith()).not.toHaveProperty("encryption_key");
    expect(argumentsWith({ encryptionKey }).encryption_key).toEqual({
      autonomous_database_provider: "OCI",
      kms_key_id: "ocid1.key.oc1..k",
      vault_id: "ocid1.vault.oc1..v",
    });
  });

  test.each([
    ["databaseName", "Counter", "be a lower-case letter, then"],
    ["databaseName", "averylongdatabasename", "be a lower-case letter, then"],
    ["backupRetentionDays", 61, "be a whole number from 1 to 60"],
    ["backupRetentionDays", 0, "be a whole number from 1 to 60"],
    ["backupRetentionDays", 1.5, "be a whole number from 1 to 60"],
    [
      "alwaysFree",
      true,
      "be false or left out, because an Always Free database cannot have a private endpoint",
    ],
    ["workload", "DW", "be one of OLTP, LH, AJD"],
    ["workload", "APEX", "be one of OLTP, LH, AJD"],
    ["version", "23ai", "be one of 19c, 26ai"],
    ["licenseModel", "FREE", "be one of LICENSE_INCLUDED, BRING_YOUR_OWN_LICENSE"],
    ["maintenance", "LATE", "be one of EARLY, REGULAR"],
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

  const longTermBackups = { every: "WEEK", from: "2027-01-03T02:00:00Z", keptDays: 90 };
  const encryptionKey = { vaultId: "ocid1.vault.oc1..v", keyId: "ocid1.key.oc1..k" };

  test.each<[string, object, string]>([
    [
      "longTermBackups.every",
      { longTermBackups: { ...longTermBackups, every: "DAY" } },
      'be one of WEEK, MONTH, YEAR, got "DAY"',
    ],
    [
      "longTermBackups.keptDays",
      { longTermBackups: { ...longTermBackups, keptDays: 60 } },
      "be a whole number from 90 to 3650, got 60",
    ],
    [
      "longTermBackups.from",
      { longTermBackups: { ...longTermBackups, from: "sunday" } },
      'be a time in UTC from 2026 on, before which nobody had this project, such as 2027-01-03T02:00:00Z, got "sunday"',
    ],
    ["contacts", { contacts: [] }, "be 1 to 10 different e-mail addresses, got []"],
    ["contacts", { contacts: ["ops"] }, 'be 1 to 10 different e-mail addresses, got ["ops"]'],
    [
      "encryptionKey.keyId",
      { encryptionKey: { ...encryptionKey, keyId: "mine" } },
      'be the OCID of a key, such as ocid1.key.oc1..aaaa, got "mine"',
    ],
    [
      "encryptionKey.vaultId",
      { encryptionKey: { ...encryptionKey, vaultId: "" } },
      'be the OCID of a vault, such as ocid1.vault.oc1..aaaa, got ""',
    ],
  ])("fails when %s breaks a rule", (prop, props, rule) => {
    expect(() => databaseWith(props)).toThrow(`[test/database] \`${prop}\` must ${rule}`);
  });
});
