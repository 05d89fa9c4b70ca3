import type { Client } from "./client";
import { placed } from "./requests";
import type { Block } from "./schema";
import { bodyOf, filled, type Item } from "./state";
import { itemsOf, type ObjectValue, ofType, plain, textOf, type Value } from "./values";

/** Where a data source asks, and in which attribute a list of answers is; without one the answer is the data source. */
interface Source {
  readonly at: string;
  readonly list?: string;
}

/** Data sources of the stacks, as oracle/terraform-provider-oci 8.28.0 has them in `internal/service/*_data_source.go`. */
const sources: Readonly<Record<string, Source>> = {
  oci_containerengine_node_pool_option: {
    at: "containerengine 20180222/nodePoolOptions/{node_pool_option_id}",
  },
  oci_core_images: { at: "iaas 20160918/images", list: "images" },
  oci_core_instance_pool_instances: {
    at: "iaas 20160918/instancePools/{instance_pool_id}/instances",
    list: "instances",
  },
  oci_core_services: { at: "iaas 20160918/services", list: "services" },
  oci_core_subnet: { at: "iaas 20160918/subnets/{subnet_id}" },
  oci_core_vcn: { at: "iaas 20160918/vcns/{vcn_id}" },
  oci_core_volume_backup_policies: {
    at: "iaas 20160918/volumeBackupPolicies",
    list: "volume_backup_policies",
  },
  oci_database_autonomous_database: { at: "database 20160918/autonomousDatabases/{autonomous_database_id}" },
  oci_identity_availability_domains: {
    at: "identity 20160918/availabilityDomains",
    list: "availability_domains",
  },
  oci_identity_region_subscriptions: {
    at: "identity 20160918/tenancies/{tenancy_id}/regionSubscriptions",
    list: "region_subscriptions",
  },
  oci_load_balancer_backend_set_health: {
    at: "iaas 20170115/loadBalancers/{load_balancer_id}/backendSets/{backend_set_name}/health",
  },
  oci_objectstorage_namespace: { at: "objectstorage n" },
};

/** Reads a data source. */
export async function readDataSource(
  type: string,
  block: Block,
  config: ObjectValue,
  client: Client,
): Promise<ObjectValue> {
  const { at, list } = sources[type]!;
  const asked = bodyOf(block, config, { state: "lifecycleState" }, ["filter"]);
  const query = Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value)]));
  const { body } = await client.call("GET", placed(at, config), { query });
  if (typeof body === "string") return { ...filled(block, config, {}, {}), namespace: body, id: type };
  if (list === undefined) {
    const { id = type } = body as Item;
    return { ...filled(block, config, body as Item, {}), id: String(id) };
  }
  const items = ofType(block.attributes![list]!.type, body) as readonly ObjectValue[];
  const fitting = items.filter((item) => itemsOf(config.filter).every((filter) => fits(item, filter)));
  return { ...filled(block, config, {}, {}), [list]: fitting, id: type };
}

function fits(item: ObjectValue, { name, values, regex }: ObjectValue): boolean {
  const value = Object.entries(item).find(([key]) => plain(key) === plain(textOf(name)))?.[1];
  const matches = (wanted: Value) =>
    regex === true ? new RegExp(textOf(wanted)).test(textOf(value)) : textOf(wanted) === textOf(value);
  return (values as readonly Value[]).some(matches);
}
