import { ContainerengineCluster } from "@cdktf/provider-oci/lib/containerengine-cluster";
import { ContainerengineNodePool } from "@cdktf/provider-oci/lib/containerengine-node-pool";
import { LoadBalancerBackend } from "@cdktf/provider-oci/lib/load-balancer-backend";
import { LoadBalancerBackendSet } from "@cdktf/provider-oci/lib/load-balancer-backend-set";
import { LoggingLog } from "@cdktf/provider-oci/lib/logging-log";
import { describe, expect, test } from "@jest/globals";
import { Shape } from "../../../../constructs/oci";
import { testApp } from "../../../support/app";
import { resources, synth, theResource } from "../../../support/synth";
import { clusterWith, networkWith, single } from "../tiers";
import { object, objects } from "./objects";

const pools = (props: Parameters<typeof clusterWith>[0] = {}) =>
  resources(clusterWith(props).stack, ContainerengineNodePool);

describe("the cluster", () => {
  test("is an enhanced one of a version that is named, with pods in the network", () => {
    expect(theResource(clusterWith().stack, ContainerengineCluster)).toMatchObject({
      type: "ENHANCED_CLUSTER",
      kubernetes_version: "v1.36.1",
      cluster_pod_network_options: [{ cni_type: "OCI_VCN_IP_NATIVE" }],
    });
  });

  test("answers within the network alone", () => {
    const { endpoint_config } = theResource(clusterWith().stack, ContainerengineCluster);
    expect(endpoint_config).toMatchObject({ is_public_ip_enabled: false });
    expect(endpoint_config.nsg_ids).toHaveLength(1);
  });

  test("logs what its control plane does, for as long as the other logs are kept", () => {
    const { stack } = clusterWith({ logRetentionDays: 60 });
    const log = resources(stack, LoggingLog).find(
      ({ configuration }) => configuration.source.service === "oke-k8s-cp-prod",
    );
    expect(log).toMatchObject({
      retention_duration: 60,
      configuration: { source: { category: "all-service-logs" } },
    });
  });

  test("refuses to be destroyed unless it may", () => {
    const lifecycleOf = (deletionProtected: boolean) =>
      theResource(clusterWith({ deletionProtected }).stack, ContainerengineCluster).lifecycle;
    expect(lifecycleOf(true)).toMatchObject({ prevent_destroy: true });
    expect(lifecycleOf(false)).not.toHaveProperty("prevent_destroy");
  });

  test("encrypts what it keeps, and its nodes' disks, with a key of one's own where there is one", () => {
    const { stack } = clusterWith({ encryptionKeyId: "ocid1.key.oc1..k" });
    expect(theResource(stack, ContainerengineCluster).kms_key_id).toBe("ocid1.key.oc1..k");
    for (const { node_config_details } of resources(stack, ContainerengineNodePool))
      expect(node_config_details.kms_key_id).toBe("ocid1.key.oc1..k");
  });

  test.each([
    ["10.0.0.0/16", undefined, "10.96.0.0/16"],
    ["10.96.0.0/18", undefined, "172.20.0.0/16"],
    ["10.0.0.0/16", ["10.96.4.0/24"], "172.20.0.0/16"],
  ])("gives Services addresses that a network of %s and %s has not: %s", (cidrBlock, more, services) => {
    const network = networkWith({ cidrBlock, ...(more && { moreCidrBlocks: more }) });
    const made = clusterWith({}, network);
    const { options } = theResource(made.stack, ContainerengineCluster);
    expect(options.kubernetes_network_config.services_cidr).toBe(services);
    expect(JSON.stringify(objects(made.web))).toContain(`"cidr":"${services}"`);
  });

  test("refuses a block that is too wide for its API, and a single public server", () => {
    expect(() => clusterWith({ access: { apiFrom: ["10.0.0.0/8"] } })).toThrow(
      "the Kubernetes API is for few",
    );
    expect(() => clusterWith({ exposure: single })).toThrow("nodes of a cluster have no address");
  });
});

describe("nodes", () => {
  test("are as many as pods may need, each in a pool and a fault domain of its own", () => {
    const domains = (max: number) =>
      pools({ servers: { min: 1, max } }).map(
        ({ node_config_details: { size, placement_configs: places } }) =>
          `${size} in ${places[0].fault_domains.join()}`,
      );
    expect(domains(1)).toEqual(["1 in FAULT-DOMAIN-1", "1 in FAULT-DOMAIN-2"]);
    expect(domains(8)).toEqual([
      "1 in FAULT-DOMAIN-1",
      "1 in FAULT-DOMAIN-2",
      "1 in FAULT-DOMAIN-3",
      // In a region of one availability domain as in one of three: not where the first one is.
      "1 in FAULT-DOMAIN-2",
    ]);
  });

  test("lie in the web tier without public addresses, with groups of their own for themselves and for pods", () => {
    const { node_config_details: node } = pools()[0]!;
    expect(node.node_pool_pod_network_option_details).toMatchObject({
      cni_type: "OCI_VCN_IP_NATIVE",
      max_pods_per_node: 31,
      pod_subnet_ids: [node.placement_configs[0].subnet_id],
    });
    expect(node.node_pool_pod_network_option_details.pod_nsg_ids).not.toEqual(node.nsg_ids);
    expect(node.is_pv_encryption_in_transit_enabled).toBe(true);
  });

  test("are of the shape that was chosen", () => {
    expect(pools()[0]).toMatchObject({ node_shape: "VM.Standard2.1" });
    expect(pools()[0]).not.toHaveProperty("node_shape_config");
    const shape = Shape.flexible("VM.Standard.A1.Flex", { ocpus: 1, memoryGiB: 6 });
    expect(pools({ shape })[0]).toMatchObject({
      node_shape: "VM.Standard.A1.Flex",
      node_shape_config: { ocpus: 1, memory_in_gbs: 6 },
    });
  });

  test("come before others go, whatever they are made of changes, but not for Oracle's next image", () => {
    for (const { lifecycle } of pools()) {
      expect(lifecycle).toMatchObject({
        create_before_destroy: true,
        ignore_changes: ["node_source_details[0].image_id"],
      });
      expect(lifecycle.replace_triggered_by).toHaveLength(1);
    }
    const own = pools({ imageId: "ocid1.image.oc1..mine" })[0]!;
    expect(own.lifecycle).not.toHaveProperty("ignore_changes");
    expect(own.node_source_details.image_id).toBe("ocid1.image.oc1..mine");
  });

  test("hold a destroy up for ten minutes, and not for the hour that OKE would", () => {
    expect(pools()[0]!.node_eviction_node_pool_settings).toEqual({
      eviction_grace_duration: "PT10M",
      is_force_delete_after_grace_duration: true,
    });
  });

  test("go before the rules that they need to go", () => {
    for (const { depends_on: first } of pools())
      expect(
        (first as string[]).filter((one) => one.startsWith("oci_core_network_security_group_security_rule.")),
      ).not.toEqual([]);
  });
});

describe("the load balancer", () => {
  test("is Terraform's, and so are its backends: one for each node, at the port that the Service has there", () => {
    const { stack, web } = clusterWith();
    const backends = resources(stack, LoadBalancerBackend);
    expect(backends).toHaveLength(resources(stack, ContainerengineNodePool).length);
    const { type, ports } = object(web, "Service").spec;
    expect(type).toBe("NodePort");
    for (const backend of backends)
      expect(backend).toMatchObject({
        port: ports[0].nodePort,
        lifecycle: { create_before_destroy: true },
      });
    expect(new Set(backends.map(({ ip_address }) => ip_address as string)).size).toBe(backends.length);
    expect(theResource(stack, LoadBalancerBackendSet).health_checker).toMatchObject({
      port: ports[0].nodePort,
      url_path: testApp.healthPath,
    });
  });

  test("nothing in the cluster asks the cloud for another", () => {
    const kinds = objects(clusterWith().web).map(({ kind, spec }) => `${kind} ${spec?.type ?? ""}`);
    expect(kinds.filter((kind) => /Ingress|LoadBalancer/.test(kind))).toEqual([]);
  });

  test("keeps old nodes where new ones do not take visits", () => {
    const steps = Object.entries(synth(clusterWith().stack).resource.terraform_data!)
      .filter(([name]) => name.includes("backends"))
      .map(([, { provisioner }]) => provisioner[0]["local-exec"].command as string);
    expect(steps.filter((command) => command.includes('"sleep 0"'))).toHaveLength(5);
    expect(steps.at(-1)).toContain("exit 1");
  });
});
