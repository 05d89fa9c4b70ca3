import { CoreInstanceConfiguration } from "@cdktf/provider-oci/lib/core-instance-configuration";
import { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { describe, expect, test } from "@jest/globals";
import { DataResource, ref, Token } from "cdktf";
import { Shape } from "../../../../constructs/oci";
import { bootScriptOf } from "../../../support/boot";
import { resolve, resources, theResource } from "../../../support/synth";
import { webTierWith } from "../tiers";
import { launchOf } from "./launch-of";

describe("servers on OCI", () => {
  test("spread over every availability domain that the region has, and over the fault domains of each", () => {
    const { stack, network } = webTierWith();
    const { placement_configurations: placement } = theResource(stack, CoreInstancePool).dynamic as Record<
      string,
      { for_each: string; content: object }
    >;
    expect(placement!.for_each).toContain("data.oci_identity_availability_domains.");
    expect(placement!.content).toEqual({
      availability_domain: "${each.value}",
      fault_domains: ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"],
      primary_vnic_subnets: { subnet_id: resolve(stack, network.subnetIdOf("web")) },
    });
  });

  test("stand in one availability domain where that was asked for, even at deploy time", () => {
    const forEach = (availabilityDomain: string) =>
      theResource(webTierWith({ availabilityDomain }).stack, CoreInstancePool).dynamic
        .placement_configurations.for_each as string;
    expect(forEach("kIdk:EU-FRANKFURT-1-AD-2")).toMatch(/"kIdk:EU-FRANKFURT-1-AD-2"/);
    expect(forEach(Token.asString(ref("var.where")))).toMatch(
      /^\$\{toset\(\(length\(var.where\) >= 1\) \? \[var.where\] : data\./,
    );
  });

  test("are as many as the least that was asked for, and stay as many as someone makes them", () => {
    const pool = theResource(webTierWith({ servers: { min: 3, max: 6 } }).stack, CoreInstancePool);
    expect(pool.size).toBe(3);
    expect(pool.lifecycle.ignore_changes).toEqual(["size"]);
  });

  test("are not replaced for Oracle's next image, but for another image of one's own", () => {
    const ignored = (props: object) =>
      theResource(webTierWith(props).stack, CoreInstanceConfiguration).lifecycle.ignore_changes as unknown;
    expect(ignored({})).toEqual(["instance_details[0].launch_details[0].source_details[0].image_id"]);
    expect(ignored({ imageId: "ocid1.image.oc1..mine" })).toBeUndefined();
  });

  test("stand behind the load balancer", () => {
    const { stack } = webTierWith();
    expect(theResource(stack, CoreInstancePool).load_balancers).toEqual([
      {
        load_balancer_id: expect.stringContaining("oci_load_balancer_load_balancer."),
        backend_set_name: expect.stringContaining("oci_load_balancer_backend_set."),
        port: 8080,
        vnic_selection: "PrimaryVnic",
      },
    ]);
  });

  test("start signed software alone where that was asked for, on the platform of their shape", () => {
    const platformOf = (props: object) => launchOf(webTierWith(props).stack).platform_config;
    const flexible = (name: string) => Shape.flexible(name, { ocpus: 1, memoryGiB: 8 });
    expect(platformOf({})).toBeUndefined();
    expect(platformOf({ secureBoot: true })).toEqual({ type: "INTEL_VM", is_secure_boot_enabled: true });
    expect(platformOf({ secureBoot: true, shape: flexible("VM.Standard.E5.Flex") })).toMatchObject({
      type: "AMD_VM",
    });
    expect(() => platformOf({ secureBoot: true, shape: flexible("VM.Standard.A1.Flex") })).toThrow(
      "`secureBoot` must be false or left out on a shape with an Arm processor",
    );
  });

  test("refuse Secure Boot in the plan where the shape that was chosen has an Arm processor", () => {
    const shape = Shape.chosen(Token.asString(ref("var.shape")), { ocpus: 1, memoryGiB: 8 });
    const { stack } = webTierWith({ secureBoot: true, shape });
    const { lifecycle } = theResource(stack, CoreInstanceConfiguration);
    expect(lifecycle.precondition).toEqual([
      expect.objectContaining({
        condition: '${(length(regexall("^VM[.]Standard[.]A[0-9]", var.shape)) < 1)}',
      }),
    ]);
    expect(launchOf(stack).platform_config).toMatchObject({
      type: expect.stringMatching(/\? "AMD_VM" : "INTEL_VM"/),
    });
  });

  test("have their disks encrypted by a key of one's own where there is one", () => {
    const diskOf = (props: object) => launchOf(webTierWith(props).stack).source_details;
    expect(diskOf({})).not.toHaveProperty("kms_key_id");
    expect(diskOf({ encryptionKeyId: "ocid1.key.oc1..mine" })).toMatchObject({
      kms_key_id: "ocid1.key.oc1..mine",
    });
    expect(() => diskOf({ encryptionKeyId: "mine" })).toThrow("`encryptionKeyId` must be the OCID of a key");
  });

  test("have no public address", () => {
    expect(launchOf(webTierWith().stack).create_vnic_details).toMatchObject({ assign_public_ip: false });
  });

  test("answer metadata requests of version 2 only", () => {
    expect(launchOf(webTierWith().stack).instance_options).toEqual({
      are_legacy_imds_endpoints_disabled: true,
    });
  });

  test("encrypt what travels to their boot volume", () => {
    expect(launchOf(webTierWith().stack).is_pv_encryption_in_transit_enabled).toBe(true);
  });

  test("report their metrics and their app's log lines", () => {
    expect(launchOf(webTierWith().stack).agent_config).toEqual({
      is_monitoring_disabled: false,
      is_management_disabled: false,
      plugins_config: [
        { name: "Compute Instance Monitoring", desired_state: "ENABLED" },
        { name: "Custom Logs Monitoring", desired_state: "ENABLED" },
      ],
    });
  });

  test("installs security updates by itself, every day at another time", () => {
    const script = bootScriptOf(webTierWith().stack);
    expect(script).toMatch(/^upgrade_type = security\napply_updates = yes\nreboot = when-changed$/m);
    expect(script).toMatch(/^\[Timer\]\nRandomizedDelaySec=24h$/m);
    expect(script).toMatch(/^systemctl enable --quiet --now dnf-automatic\.timer$/m);
  });

  test("go only when their successors are healthy, which ten minutes are left for", () => {
    const { stack } = webTierWith();
    const pool = theResource(stack, CoreInstancePool);
    const steps = resources(stack, DataResource).filter(({ provisioner }) => provisioner as unknown);
    for (const step of steps)
      expect(step).toMatchObject({
        triggers_replace: { pool: `\${oci_core_instance_pool.${pool.logicalId}.id}` },
        lifecycle: { create_before_destroy: true },
      });
    const commands = steps.map(
      ({ provisioner: [{ "local-exec": run }] }) => (run as { command: string }).command,
    );
    const seconds = commands.map((command) => Number(/sleep (\d+)"?\}?$/.exec(command)?.[1] ?? 0));
    expect(seconds.reduce((sum, pause) => sum + pause, 0)).toBe(600);
  });
});
