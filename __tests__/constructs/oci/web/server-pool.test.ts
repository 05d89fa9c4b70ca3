import { CoreInstanceConfiguration } from "@cdktf/provider-oci/lib/core-instance-configuration";
import { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { describe, expect, test } from "@jest/globals";
import { DataResource, ref, type TerraformStack, Token } from "cdktf";
import { Shape } from "../../../../constructs/oci";
import { serverLaunch } from "../../../../constructs/oci/web/server-launch";
import { bootScriptOf } from "../../../support/boot";
import { resolve, resources, synth, theResource } from "../../../support/synth";
import { ociTestStack, webTierWith } from "../tiers";

const launchOf = (stack: TerraformStack) =>
  theResource(stack, CoreInstanceConfiguration).instance_details.launch_details as Record<string, unknown>;

const imageFilterOf = (stack: TerraformStack) =>
  Object.values(synth(stack).data!.oci_core_images!)[0] as { filter: { values: string[] }[] };

const images = [
  "Oracle-Linux-9.7-2026.06.15-0",
  "Oracle-Linux-9.7-aarch64-2026.06.15-0",
  "Oracle-Linux-9.7-Gen2-GPU-2026.06.15-0",
  "Oracle-Linux-9.7-Minimal-2026.06.15-0",
  "Oracle-Linux-8.10-2026.06.15-0",
  "Oracle-Autonomous-Linux-9.7-2026.06.15-0",
];

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

  test("are VM.Standard2.1 on Oracle Linux 9", () => {
    const { stack } = webTierWith();
    expect(launchOf(stack)).toMatchObject({ shape: "VM.Standard2.1" });
    expect(launchOf(stack)).not.toHaveProperty("shape_config");
    expect(imageFilterOf(stack)).toMatchObject({
      operating_system: "Oracle Linux",
      operating_system_version: "9",
      shape: "VM.Standard2.1",
      sort_order: "DESC",
    });
  });

  test("run Oracle Linux 8 with the newest Node that it has where they were told to", () => {
    const { stack } = webTierWith({ oracleLinux: "8" });
    expect(imageFilterOf(stack)).toMatchObject({ operating_system_version: "8" });
    const [filter] = imageFilterOf(stack).filter;
    expect(images.filter((candidate) => new RegExp(filter!.values[0]!).test(candidate))).toEqual([
      "Oracle-Linux-8.10-2026.06.15-0",
    ]);
    expect(bootScriptOf(stack)).toContain("module enable nodejs:22 ");
    expect(() => webTierWith({ oracleLinux: "7" as "8" })).toThrow(
      '[test/web] `oracleLinux` must be 8 or 9, because no supported Node runs on 7, got "7"',
    );
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

  test("have OCPUs and memory where their shape is flexible", () => {
    const shape = Shape.flexible("VM.Standard.E5.Flex", { ocpus: 2, memoryGiB: 16 });
    expect(launchOf(webTierWith({ shape }).stack)).toMatchObject({
      shape: "VM.Standard.E5.Flex",
      shape_config: { ocpus: 2, memory_in_gbs: 16 },
    });
  });

  test("have OCPUs, memory and an image for their processor where only a deployment knows the shape", () => {
    const name = Token.asString(ref("var.shape"));
    const { stack } = webTierWith({ shape: Shape.chosen(name, { ocpus: 2, memoryGiB: 16 }) });
    expect(launchOf(stack)).toMatchObject({
      shape: "${var.shape}",
      dynamic: {
        shape_config: {
          for_each: '${endswith(var.shape, ".Flex") ? [1] : []}',
          content: { ocpus: 2, memory_in_gbs: 16 },
        },
      },
    });
    expect(imageFilterOf(stack).filter[0]!.values[0]).toContain('? "aarch64-" : ""}');
  });

  test("boot from an image of one's own", () => {
    const { stack } = webTierWith({ imageId: "ocid1.image.oc1..mine" });
    expect(launchOf(stack).source_details).toMatchObject({ image_id: "ocid1.image.oc1..mine" });
    expect(synth(stack).data).not.toHaveProperty("oci_core_images");
    expect(theResource(stack, CoreInstanceConfiguration).lifecycle).not.toHaveProperty("ignore_changes");
    expect(() => webTierWith({ imageId: "Oracle-Linux-9" })).toThrow(
      '[test/web/servers/image] `imageId` must be the OCID of an image, such as ocid1.image.oc1..aaaa, got "Oracle-Linux-9"',
    );
  });

  test.each([
    [Shape.fixed("VM.Standard2.1"), "Oracle-Linux-9.7-2026.06.15-0"],
    [
      Shape.flexible("VM.Standard.A1.Flex", { ocpus: 1, memoryGiB: 6 }),
      "Oracle-Linux-9.7-aarch64-2026.06.15-0",
    ],
  ])("get an image for their processor, and none for GPUs, for $name", (shape, image) => {
    const [filter] = imageFilterOf(webTierWith({ shape }).stack).filter;
    const name = new RegExp(filter!.values[0]!);
    expect(images.filter((candidate) => name.test(candidate))).toEqual([image]);
  });

  test("fail in a plan that says why where Oracle has no image for their shape, unless somebody gave one", () => {
    const conditionOf = (imageId?: string) => {
      const [lookup] = Object.values(
        synth(webTierWith(imageId === undefined ? {} : { imageId }).stack).data!.oci_core_images!,
      );
      return (lookup!.lifecycle as { postcondition: { condition: string; error_message: string }[] })
        .postcondition[0]!;
    };
    expect(conditionOf()).toEqual({
      condition: "${(length(self.images) >= 1)}",
      error_message: expect.stringContaining("Oracle has no Oracle Linux 9 for this shape here"),
    });
    expect(conditionOf(Token.asString(ref("var.image"))).condition).toBe(
      "${((length(var.image) >= 1) || (length(self.images) >= 1))}",
    );
  });

  test("are replaced when what they run changes, and not when Oracle has a newer image", () => {
    const { stack } = webTierWith();
    const configuration = theResource(stack, CoreInstanceConfiguration);
    expect(theResource(stack, CoreInstancePool).lifecycle).toMatchObject({
      create_before_destroy: true,
      replace_triggered_by: expect.arrayContaining([
        `oci_core_instance_configuration.${configuration.logicalId}.id`,
      ]),
    });
    expect(configuration.lifecycle).toEqual({
      create_before_destroy: true,
      replace_triggered_by: [expect.stringMatching(/^terraform_data\.web_servers_made-from_/)],
      ignore_changes: ["instance_details[0].launch_details[0].source_details[0].image_id"],
    });
  });

  test("boot with a script that their metadata can hold", () => {
    const { stack } = webTierWith();
    const { user_data: userData } = launchOf(stack).metadata as { user_data: string };
    const [, local] = /^\$\{base64encode\(local\.([\w-]+)\)\}$/.exec(userData)!;
    expect(synth(stack).locals![local!]).toMatch(/^#!\/bin\/bash\n/);
  });

  test("fail when the script is longer than that", () => {
    const launch = () =>
      serverLaunch(
        ociTestStack(),
        { shape: Shape.fixed("VM.Standard2.1"), hasBastion: false, secureBoot: false },
        "x".repeat(24_000),
      );
    expect(launch).toThrow(/^\[test\] `script` must be at most 32000 bytes long in base64 .*, got \d{5}$/);
  });

  test.each([
    ["servers", { min: 0, max: 1 }, "have whole numbers with 1 <= min <= max <= 100"],
    ["servers", { min: 3, max: 2 }, "have whole numbers with 1 <= min <= max <= 100"],
  ])("fail when %s is %j", (prop, value, rule) => {
    expect(() => webTierWith({ [prop]: value })).toThrow(
      `[test/web] \`${prop}\` must ${rule}, got ${JSON.stringify(value)}`,
    );
  });
});
