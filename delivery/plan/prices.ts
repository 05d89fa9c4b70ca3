import { awsCosts } from "../../docs/generate/aws-costs";
import { ociCosts } from "../../docs/generate/oci-prices";
import type { SynthesizedStack } from "../../proofs/synthesized";
import type { Cloud } from "../../stacks/context/keys";

/** Monthly cost of a stack without visitors, by the tables of the docs. */
export function monthlyCosts(cloud: Cloud, json: SynthesizedStack) {
  return cloud === "aws" ? awsCosts(json) : ociCosts(quantitiesOf(json));
}

/** Quantities on OCI that cost something, with the default of each input. */
export function quantitiesOf({ resource, variable }: SynthesizedStack) {
  const all = (type: string) => Object.values(resource[type] ?? {});
  const input = (name: string) => Number(variable?.[name]?.default ?? 0);
  const pools = all("oci_core_instance_pool").map(({ size }) => Number(size));
  const nodes = all("oci_containerengine_node_pool").map(({ node_config_details: { size } }) => Number(size));
  // Where a deployment decides, the JSON has a reference.
  const [mbps] = all("oci_load_balancer_load_balancer").map(
    ({ shape_details: { maximum_bandwidth_in_mbps: most } }) => Number(most),
  );
  return {
    ecpus: input("database_ecpus"),
    storageGB: input("database_storage_gb"),
    standby: all("oci_database_autonomous_database").some(
      (database) => database.is_local_data_guard_enabled === true,
    ),
    servers: [...pools, ...nodes].reduce((sum, size) => sum + size, all("oci_core_instance").length),
    cluster: all("oci_containerengine_cluster").length > 0,
    bandwidthMbps: mbps || input("bandwidth_mbps"),
  };
}
