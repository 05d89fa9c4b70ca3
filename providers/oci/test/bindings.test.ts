import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { CoreInstanceConfiguration } from "@cdktf/provider-oci/lib/core-instance-configuration";
import { CoreServiceGateway } from "@cdktf/provider-oci/lib/core-service-gateway";
import { CoreVcn } from "@cdktf/provider-oci/lib/core-vcn";
import { DataOciCoreServices } from "@cdktf/provider-oci/lib/data-oci-core-services";
import { LoadBalancerLoadBalancer } from "@cdktf/provider-oci/lib/load-balancer-load-balancer";
import { OciProvider } from "@cdktf/provider-oci/lib/provider";
import { libFolder } from "../tools/import-path";
import { packageFolders } from "../tools/package-folders";
import { readSubset } from "../tools/schema-subset";
import { synthesize } from "./support/synthesize";

const paths = ["provider", ...Object.keys(readSubset(packageFolders.schema).schemas).map(libFolder)];

describe("a stack with these bindings", () => {
  test("asks for any 8.x of oracle/oci", () => {
    const { terraform } = synthesize((stack) => new OciProvider(stack, "oci"));
    expect(terraform.required_providers).toEqual({ oci: { source: "oracle/oci", version: "~> 8.0" } });
  });

  test("configures the provider, and an aliased one beside it", () => {
    const { provider } = synthesize((stack) => {
      new OciProvider(stack, "oci", { region: "eu-frankfurt-1" });
      new OciProvider(stack, "home", { region: "us-ashburn-1", alias: "home" });
    });
    expect(provider["oci"]).toEqual([
      { region: "eu-frankfurt-1" },
      { region: "us-ashburn-1", alias: "home" },
    ]);
  });

  test("writes a resource in the provider's own words", () => {
    const { resource } = synthesize(
      (stack) =>
        new CoreVcn(stack, "vcn", {
          compartmentId: "ocid1.compartment.oc1..a",
          cidrBlocks: ["10.0.0.0/16"],
          freeformTags: { tier: "all" },
          isIpv6Enabled: true,
        }),
    );
    expect(resource["oci_core_vcn"]?.["vcn"]).toEqual({
      compartment_id: "ocid1.compartment.oc1..a",
      cidr_blocks: ["10.0.0.0/16"],
      freeform_tags: { tier: "all" },
      is_ipv6enabled: true,
    });
  });

  test("refers to a resource and to an element of a data source's list", () => {
    const { data, resource } = synthesize((stack) => {
      const vcn = new CoreVcn(stack, "vcn", { compartmentId: "c" });
      const services = new DataOciCoreServices(stack, "services", {
        filter: [{ name: "name", values: ["All .* Services"], regex: true }],
      });
      new CoreServiceGateway(stack, "gateway", {
        compartmentId: "c",
        vcnId: vcn.id,
        services: [{ serviceId: services.services.get(0).id }],
      });
    });
    expect(data["oci_core_services"]?.["services"]).toEqual({
      filter: [{ name: "name", values: ["All .* Services"], regex: true }],
    });
    expect(resource["oci_core_service_gateway"]?.["gateway"]).toMatchObject({
      vcn_id: "${oci_core_vcn.vcn.id}",
      services: [{ service_id: "${data.oci_core_services.services.services[0].id}" }],
    });
  });

  test("takes a block that may occur once as one object", () => {
    const { resource } = synthesize(
      (stack) =>
        new LoadBalancerLoadBalancer(stack, "balancer", {
          compartmentId: "c",
          displayName: "balancer",
          shape: "flexible",
          shapeDetails: { minimumBandwidthInMbps: 10, maximumBandwidthInMbps: 100 },
          subnetIds: ["s"],
        }),
    );
    expect(resource["oci_load_balancer_load_balancer"]?.["balancer"]).toMatchObject({
      shape_details: { minimum_bandwidth_in_mbps: 10, maximum_bandwidth_in_mbps: 100 },
    });
  });

  test("nests blocks as deeply as the provider does", () => {
    const { resource } = synthesize(
      (stack) =>
        new CoreInstanceConfiguration(stack, "configuration", {
          compartmentId: "c",
          instanceDetails: {
            instanceType: "compute",
            launchDetails: {
              shapeConfig: { ocpus: 1, memoryInGbs: 15 },
              sourceDetails: { sourceType: "image", imageId: "i" },
              createVnicDetails: { assignPublicIp: false, nsgIds: ["n"] },
            },
          },
        }),
    );
    expect(resource["oci_core_instance_configuration"]?.["configuration"]).toEqual({
      compartment_id: "c",
      instance_details: {
        instance_type: "compute",
        launch_details: {
          shape_config: { ocpus: 1, memory_in_gbs: 15 },
          source_details: { source_type: "image", image_id: "i" },
          create_vnic_details: { assign_public_ip: false, nsg_ids: ["n"] },
        },
      },
    });
  });
});

describe("an import path", () => {
  test.each(paths)("%s loads and names its Terraform type", async (path) => {
    const module = (await import(`@cdktf/provider-oci/lib/${path}`)) as Record<
      string,
      { tfResourceType?: string }
    >;
    const types = Object.values(module).map((member) => member.tfResourceType);
    expect(types.filter((type) => type !== undefined)).toHaveLength(1);
  });

  test("loads one class and no other", () => {
    const script =
      'require("@cdktf/provider-oci/lib/core-vcn");' +
      "console.log(Object.keys(require.cache).filter((file) => /oci.lib/.test(file)).length)";
    const loaded = execFileSync(process.execPath, ["-e", script], { cwd: __dirname, encoding: "utf8" });
    expect(loaded.trim()).toBe("1");
  });
});
