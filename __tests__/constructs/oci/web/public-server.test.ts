import { CoreInstance } from "@cdktf/provider-oci/lib/core-instance";
import { CoreVolumeBackupPolicyAssignment } from "@cdktf/provider-oci/lib/core-volume-backup-policy-assignment";
import { describe, expect, test } from "@jest/globals";
import { DataResource } from "cdktf";
import { Exposure } from "../../../../constructs/oci";
import {
  inventory,
  resolve,
  resources,
  synth,
  type SynthesizedStack,
  theResource,
} from "../../../support/synth";
import { single, webTierWith } from "../tiers";
import { rules } from "../rules";

describe("single public server on OCI", () => {
  const exposure = single;

  test("is open to the internet on the app's port and no other", () => {
    expect(rules(webTierWith({ exposure }).stack)).toEqual([
      { group: "database", direction: "INGRESS", peer: "web_server", port: 1521 },
      { group: "web_server", direction: "INGRESS", peer: "0.0.0.0/0", port: 8080 },
      { group: "web_server", direction: "EGRESS", peer: "database", port: 1521 },
      { group: "web_server", direction: "EGRESS", peer: "0.0.0.0/0", port: 443 },
    ]);
  });

  test("has no load balancer and no pool", () => {
    const types = Object.keys(inventory(webTierWith({ exposure }).stack));
    expect(types.filter((type) => /load_balancer|pool|instance_configuration/.test(type))).toEqual([]);
  });

  test("is found at its own public address", () => {
    const { stack, network, web } = webTierWith({ exposure });
    const server = theResource(stack, CoreInstance);
    expect(server.create_vnic_details).toMatchObject({
      subnet_id: resolve(stack, network.subnetIdOf("public")),
      assign_public_ip: "true",
    });
    expect(resolve(stack, web.url)).toBe(`http://\${oci_core_instance.${server.logicalId}.public_ip}:8080`);
  });

  test("is as guarded as any other server", () => {
    expect(theResource(webTierWith({ exposure }).stack, CoreInstance)).toMatchObject({
      instance_options: { are_legacy_imds_endpoints_disabled: true },
      is_pv_encryption_in_transit_enabled: true,
    });
  });

  test("has its boot volume backed up by Oracle's bronze policy, by another or by none", () => {
    const policyOf = (bootVolumeBackups?: "gold" | "none") =>
      synth(webTierWith({ exposure, ...(bootVolumeBackups && { bootVolumeBackups }) }).stack);
    const filterOf = ({ data }: SynthesizedStack) =>
      Object.values(data!.oci_core_volume_backup_policies!)[0]!.filter as unknown;
    expect(filterOf(policyOf())).toEqual([{ name: "display_name", values: ["bronze"] }]);
    expect(filterOf(policyOf("gold"))).toEqual([{ name: "display_name", values: ["gold"] }]);
    expect(policyOf("none").resource).not.toHaveProperty("oci_core_volume_backup_policy_assignment");
    expect(theResource(webTierWith({ exposure }).stack, CoreVolumeBackupPolicyAssignment).asset_id).toMatch(
      /^\$\{oci_core_instance\..*\.boot_volume_id\}$/,
    );
  });

  test("is made anew when its image or its processor changes, and not when Oracle has a newer image", () => {
    expect(theResource(webTierWith({ exposure }).stack, CoreInstance).lifecycle).toEqual({
      replace_triggered_by: [expect.stringMatching(/^terraform_data\.web_server_made-from_/)],
      ignore_changes: ["source_details[0].source_id"],
    });
    const own = webTierWith({ exposure, imageId: "ocid1.image.oc1..mine" });
    expect(theResource(own.stack, CoreInstance).lifecycle).not.toHaveProperty("ignore_changes");
  });

  test("is made anew with another key for its disk", () => {
    const replacementTrigger = (props: object) =>
      resources(webTierWith({ exposure, ...props }).stack, DataResource).find(({ logicalId }) =>
        logicalId.includes("made-from"),
      )!.input;
    expect(replacementTrigger({})).not.toHaveProperty("key");
    expect(replacementTrigger({ encryptionKeyId: "ocid1.key.oc1..mine" })).toMatchObject({
      key: "ocid1.key.oc1..mine",
    });
  });

  test("fails when nobody says why visits are not encrypted", () => {
    expect(() => Exposure.singlePublicServer({ reason: "lab" })).toThrow(
      '`reason` must say in 20 characters or more why visits are not encrypted, got "lab"',
    );
  });

  test("fails when more than one is asked for", () => {
    expect(() => webTierWith({ exposure, servers: { min: 2, max: 4 } })).toThrow(
      '[test/web] `servers` must be { min: 1, max: 1 } or left out where `exposure` is a single public server, got {"min":2,"max":4}',
    );
    expect(() => webTierWith({ exposure, servers: { min: 1, max: 1 } })).not.toThrow();
  });
});
