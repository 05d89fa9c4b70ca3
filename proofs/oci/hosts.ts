import type { Json, SynthesizedStack } from "../synthesized";
import type { Node } from "../ways";
import { everyIn } from "./elements";

/** A host with an address in a network on OCI. */
export type Host = Omit<Node, "out" | "into" | "routes" | "blocks"> & { readonly subnets: readonly string[] };

/** Everybody who sends or takes packets, with subnets and network security groups. */
export function hostsOf(json: SynthesizedStack): Host[] {
  return Object.entries(readers).flatMap(([type, read]) =>
    everyIn(json, type).map(([name, element]) => ({ host: `${type}.${name}`, ...read(element, json) })),
  );
}

const readers: Readonly<Record<string, (element: Json, json: SynthesizedStack) => Omit<Host, "host">>> = {
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
  oci_bastion_bastion: (bastion) => ({
    name: "bastion",
    subnets: [bastion.target_subnet_id],
    groups: [],
    isPublic: false,
  }),
};
