import { describe, expect, test } from "@jest/globals";
import { App, Testing } from "cdktf";
import { ociOptions } from "../../../stacks/oci/options";
import { OciStack } from "../../../stacks/oci-stack";
import { profiles } from "../../../stacks/context/profiles";
import { existingNetwork } from "../../constructs/oci/tiers";
import { reach } from "../../../proofs/oci/reach";
import { inventory, synth } from "../../support/synth";

const read = (context: Record<string, unknown>) => ociOptions(new App({ context }).node);
const stackWith = (context: Record<string, unknown>) =>
  new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab, options: read(context) });
const nothing = { network: {}, database: {}, web: {} };

describe("options for OCI in the context", () => {
  test("may all be missing, or empty", () => {
    expect(read({ profile: "lab", awsRegion: "us-east-1" })).toEqual(nothing);
    expect(read({ ociOracleLinux: "", ociContacts: "" })).toEqual(nothing);
  });

  test("are taken as values, lists also as a text with commas", () => {
    const contacts = ["a@example.com", "b@example.com"];
    expect(read({ ociContacts: contacts }).database).toEqual({ contacts });
    expect(read({ ociContacts: "a@example.com, b@example.com" }).database).toEqual({ contacts });
    expect(read({ ociOracleLinux: 8 }).web).toEqual({ oracleLinux: "8" });
    expect(read({ ociBastionAllowFrom: "203.0.113.0/24" }).network).toEqual({
      bastion: { allowFrom: ["203.0.113.0/24"] },
    });
  });

  test("make the article's own shape: one public server that is open on the app's port alone", () => {
    const stack = stackWith({ ociSinglePublicServerBecause: "a demonstration among colleagues" });
    expect(reach(synth(stack))).toEqual([
      "internet → server: 8080",
      "server → database: 1521",
      "server → internet: 443",
    ]);
    expect(inventory(stack)).toMatchObject({ oci_core_instance: 1 });
  });

  test("reach the constructs, whose checks hold", () => {
    const stack = stackWith({
      ociExistingNetwork: existingNetwork,
      ociLongTermBackups: { every: "YEAR", from: "2027-01-03T02:00:00Z", keptDays: 365 },
      ociOracleLinux: "8",
      ociSchedules: [{ name: "workday", cron: "0 0 7 ? * MON-FRI", servers: 4 }],
    });
    const { resource } = synth(stack);
    expect(Object.values(resource.oci_database_autonomous_database!)[0]).toMatchObject({
      subnet_id: expect.stringContaining("data.oci_core_subnet."),
      long_term_backup_schedule: [expect.objectContaining({ repeat_cadence: "YEARLY" })],
    });
    expect(Object.values(resource.oci_autoscaling_auto_scaling_configuration!)[0]!.policies).toEqual([
      expect.objectContaining({ policy_type: "scheduled" }),
    ]);
    expect(() => stackWith({ ociOracleLinux: "7" })).toThrow("`ociOracleLinux` must be 8 or 9");
    expect(() => stackWith({ ociMoreCidrBlocks: "10.0.0.0/16" })).toThrow(
      "`moreCidrBlocks` must overlap neither",
    );
  });

  test("have one key encrypt database, bucket and disks, and servers start signed software alone", () => {
    const key = { vaultId: "ocid1.vault.oc1..v", keyId: "ocid1.key.oc1..k" };
    const { resource } = synth(stackWith({ ociCustomerKey: key, ociSecureBoot: "true" }));
    const [database, bucket, configuration] = [
      "database_autonomous_database",
      "objectstorage_bucket",
      "core_instance_configuration",
    ].map((type) => Object.values(resource[`oci_${type}`]!)[0]!);
    expect(database!.encryption_key).toMatchObject({ kms_key_id: key.keyId, vault_id: key.vaultId });
    expect(bucket!.kms_key_id).toBe(key.keyId);
    const { source_details: disk, platform_config: platform } =
      configuration!.instance_details.launch_details;
    expect(disk.kms_key_id).toBe(key.keyId);
    expect(platform.is_secure_boot_enabled).toBe(true);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ ociOracleLinx: "8" }, "`ociOracleLinx` must be one of ociAlarmTopicId, ociBastionAllowFrom"],
    [{ ociOracleLinux: 7 }, "`ociOracleLinux` must be 8 or 9, because no supported Node runs on 7, got 7"],
    [{ ociContacts: [1] }, "`ociContacts` must be a list of texts, or one text with commas between them"],
    [{ ociSinglePublicServerBecause: "demo" }, "`reason` must say in 20 characters or more"],
    [{ ociExistingNetwork: "ocid1.vcn.oc1..a" }, "`ociExistingNetwork` must be an object with `vcnId`"],
    [
      { ociExistingNetwork: { vcnId: "ocid1.vcn.oc1..a" } },
      "`ociExistingNetwork.subnetIds` must be an object with",
    ],
    [{ ociCustomerKey: "ocid1.key.oc1..k" }, "`ociCustomerKey` must be an object with `vaultId` and `keyId`"],
    [{ ociSecureBoot: "yes" }, "`ociSecureBoot` must be true or false"],
    [{ ociSchedules: "0 0 7 ? * MON-FRI" }, "`ociSchedules` must be a list of 1 to 50 objects"],
    [
      { ociSchedules: [{ name: "a", cron: "0 0 7 ? * MON", servers: "4" }] },
      '`ociSchedules[0].servers` must be a number, got "4"',
    ],
    [
      { ociLongTermBackups: { every: "YEAR", from: "2027-01-03T02:00:00Z" } },
      "`ociLongTermBackups.keptDays` must be a number, got undefined",
    ],
  ])("fail for %j", (context, message) => {
    expect(() => read(context)).toThrow(message);
  });
});
