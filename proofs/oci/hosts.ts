import type { Json, SynthesizedStack } from "../synthesized";
import type { Node } from "../ways";
import { everyIn } from "./elements";

/** A host with an address in a network on OCI. */
export type Host = Omit<Node, "out" | "into" | "routes" | "blocks"> & { readonly subnets: readonly string[] };

/** Everybody who sends or takes packets, with subnets and network security groups. */
export function hostsOf(json: SynthesizedStack): Host[] {
  return Object.entries(readers).flatMap(([type, read]) =>
    everyIn(json, type).flatMap(([name, element]) =>
      [read(element, json)]
        .flat()
        .map(({ part = "", ...host }) => ({ host: `${type}.${name}${part}`, ...host })),
    ),
  );
}

/** Part of a resource that has addresses of its own. */
type Part = Omit<Host, "host"> & { readonly part?: string };

const readers: Readonly<Record<string, (element: Json, json: SynthesizedStack) => Part | Part[]>> = {
  oci_load_balancer_load_balancer: (balancer) => ({
    name: "load balancer",
    subnets: balancer.subnet_ids,
    groups: balancer.network_security_group_ids,
    isPublic: !balancer.is_private,
  }),
  oci_core_instance_configuration: ({ instance_details: { launch_details: launch } }, json) => ({
    name: "servers",
    subnets: everyIn(json, "oci_core_instance_pool").map(
      ([, pool]) => pool.dynamic.placement_configurations.content.primary_vnic_subnets.subnet_id,
    ),
    groups: launch.create_vnic_details.nsg_ids,
    isPublic: launch.create_vnic_details.assign_public_ip,
  }),
  oci_core_instance: ({ create_vnic_details: vnic }) => ({
    name: "server",
    subnets: [vnic.subnet_id],
    groups: vnic.nsg_ids,
    isPublic: vnic.assign_public_ip === "true",
  }),
  oci_database_autonomous_database: (database) => ({
    name: "database",
    subnets: [database.subnet_id],
    groups: database.nsg_ids,
    isPublic: false,
  }),
  oci_containerengine_cluster: ({ endpoint_config: endpoint }) => ({
    name: "control plane",
    subnets: [endpoint.subnet_id],
    groups: endpoint.nsg_ids,
    isPublic: endpoint.is_public_ip_enabled,
  }),
  // NetworkPolicies narrow this further where something in the cluster enforces them, which OKE by itself does not.
  oci_containerengine_node_pool: ({ node_config_details: nodes }) => [
    {
      name: "nodes",
      subnets: (nodes.placement_configs as Json[]).map(({ subnet_id }) => subnet_id),
      groups: nodes.nsg_ids,
      isPublic: false,
    },
    {
      name: "pods",
      part: ".pods",
      subnets: nodes.node_pool_pod_network_option_details.pod_subnet_ids,
      groups: nodes.node_pool_pod_network_option_details.pod_nsg_ids,
      isPublic: false,
    },
  ],
  oci_bastion_bastion: (bastion) => ({
    name: "bastion",
    subnets: [bastion.target_subnet_id],
    groups: [],
    isPublic: false,
  }),
};
