import type { Item, Names } from "./state";

/** Where the resources of a type are in OCI's APIs, and what is special about them. */
export interface Kind {
  /** Service and path of the collection; arguments in braces. A service in braces is the argument with its address. */
  readonly at: string;
  /**
   * Argument that is the last part of one resource's path.
   *
   * @default id
   */
  readonly key?: string;
  /**
   * Id in Terraform, arguments in braces.
   *
   * @default - the API's
   */
  readonly id?: string;
  /**
   * Name of a new one, arguments in braces.
   *
   * @default - it has one, or OCI gives it an OCID
   */
  readonly named?: string;
  /** Names in the API that are not the argument's in camel case. */
  readonly names?: Names;
  /** Where its work requests are; without one nothing of it is one. */
  readonly work?: string;
  /**
   * How it goes: at once, or on a day that is told.
   *
   * @default DELETE
   */
  readonly goes?: "scheduled";
  /**
   * Method that changes it.
   *
   * @default PUT
   */
  readonly changes?: "POST";
  /** Changes a body before it is sent. */
  readonly outward?: (body: Item) => Item;
  /** Changes an answer before it is read. */
  readonly inward?: (answer: Item) => Item;
}

const computeWork = "iaas 20160918/workRequests";
const balancers = "iaas 20170115/loadBalancers";
const balancerWork = "iaas 20170115/loadBalancerWorkRequests";
const core = (name: string, rest: Partial<Kind> = {}): Kind => ({ at: `iaas 20160918/${name}`, ...rest });
const part = (name: string, rest: Partial<Kind> = {}): Kind => ({
  at: `${balancers}/{load_balancer_id}/${name}`,
  key: "name",
  id: `loadBalancers/{load_balancer_id}/${name}/{name}`,
  work: balancerWork,
  ...rest,
});

const rulesOf = ["ingressSecurityRules", "egressSecurityRules"];
/** Rules of security lists have the range of a port's protocol one level higher than the API. */
const portsIn = (change: (options: Item) => Item) => (list: Item) => {
  const changed = { ...list };
  for (const rules of rulesOf)
    changed[rules] = ((list[rules] ?? []) as Item[]).map((rule) => ({
      ...rule,
      ...Object.fromEntries(
        ["tcpOptions", "udpOptions"]
          .filter((name) => rule[name])
          .map((name) => [name, change(rule[name] as Item)]),
      ),
    }));
  return changed;
};
const securityLists = core("securityLists", {
  names: {
    "ingress_security_rules.stateless": "isStateless",
    "egress_security_rules.stateless": "isStateless",
  },
  outward: portsIn(({ min, max, ...rest }) => ({
    ...rest,
    ...(min !== undefined && { destinationPortRange: { min, max } }),
  })),
  inward: portsIn(({ destinationPortRange, ...rest }) => ({
    ...rest,
    ...(destinationPortRange as Item | undefined),
  })),
});

/**
 * Types of resources of the stacks: services, paths and names as oracle/terraform-provider-oci 8.28.0 has them in
 * `internal/service/*`, and its SDK in the requests of each operation.
 */
export const kinds: Readonly<Record<string, Kind>> = {
  oci_artifacts_container_repository: { at: "artifacts 20160918/container/repositories" },
  oci_autoscaling_auto_scaling_configuration: {
    at: "autoscaling 20181001/autoScalingConfigurations",
    names: { auto_scaling_resources: "resource" },
  },
  oci_bastion_bastion: { at: "bastion 20210331/bastions", work: "bastion 20210331/workRequests" },
  oci_budget_alert_rule: { at: "usage 20190111/budgets/{budget_id}/alertRules" },
  oci_budget_budget: { at: "usage 20190111/budgets" },
  oci_containerengine_cluster: {
    at: "containerengine 20180222/clusters",
    work: "containerengine 20180222/workRequests",
  },
  oci_containerengine_node_pool: {
    at: "containerengine 20180222/nodePools",
    work: "containerengine 20180222/workRequests",
  },
  oci_core_default_security_list: securityLists,
  oci_core_instance: core("instances", {
    names: { "source_details.source_id": "imageId" },
    outward: ({ createVnicDetails: vnic, ...body }) => ({
      ...body,
      ...(vnic !== undefined && {
        createVnicDetails: { ...(vnic as Item), assignPublicIp: (vnic as Item).assignPublicIp === "true" },
      }),
    }),
  }),
  oci_core_instance_configuration: core("instanceConfigurations"),
  oci_core_instance_pool: core("instancePools"),
  oci_core_internet_gateway: core("internetGateways", { names: { enabled: "isEnabled" } }),
  oci_core_nat_gateway: core("natGateways"),
  oci_core_network_security_group: core("networkSecurityGroups"),
  oci_core_network_security_group_security_rule: core(
    "networkSecurityGroups/{network_security_group_id}/securityRules",
    {
      names: { stateless: "isStateless" },
    },
  ),
  oci_core_route_table: core("routeTables"),
  oci_core_security_list: securityLists,
  oci_core_service_gateway: core("serviceGateways"),
  oci_core_subnet: core("subnets"),
  oci_core_vcn: core("vcns"),
  oci_core_volume_backup_policy_assignment: core("volumeBackupPolicyAssignments"),
  oci_database_autonomous_database: {
    at: "database 20160918/autonomousDatabases",
    work: computeWork,
    names: { data_storage_size_in_gb: "dataStorageSizeInGBs" },
  },
  oci_events_rule: { at: "events 20181201/rules", names: { "actions.action": "actions" } },
  oci_identity_dynamic_group: { at: "identity 20160918/dynamicGroups" },
  oci_identity_policy: { at: "identity 20160918/policies" },
  oci_kms_key: { at: "{management_endpoint} 20180608/keys", goes: "scheduled" },
  oci_kms_vault: { at: "kms 20180608/vaults", goes: "scheduled" },
  oci_load_balancer_backend: part("backendSets/{backendset_name}/backends", {
    id: "loadBalancers/{load_balancer_id}/backendSets/{backendset_name}/backends/{name}",
    named: "{ip_address}:{port}",
  }),
  oci_load_balancer_backend_set: part("backendSets", {
    names: { backend: "backends", "health_checker.interval_ms": "intervalInMillis" },
  }),
  oci_load_balancer_certificate: part("certificates", {
    key: "certificate_name",
    id: "loadBalancers/{load_balancer_id}/certificates/{certificate_name}",
  }),
  oci_load_balancer_listener: part("listeners"),
  oci_load_balancer_load_balancer: {
    at: balancers,
    work: balancerWork,
    names: { shape: "shapeName" },
    inward: ({ ipAddresses, ...answer }) => ({
      ...answer,
      ipAddresses: ((ipAddresses ?? []) as Item[]).map(({ ipAddress }) => ipAddress),
      ipAddressDetails: ipAddresses,
    }),
  },
  oci_load_balancer_rule_set: part("ruleSets"),
  oci_logging_log: {
    at: "logging 20200531/logGroups/{log_group_id}/logs",
    work: "logging 20200531/workRequests",
  },
  oci_logging_log_group: { at: "logging 20200531/logGroups", work: "logging 20200531/workRequests" },
  oci_logging_unified_agent_configuration: {
    at: "logging 20200531/unifiedAgentConfigurations",
    work: "logging 20200531/workRequests",
  },
  oci_monitoring_alarm: { at: "telemetry 20180401/alarms" },
  oci_objectstorage_bucket: {
    at: "objectstorage n/{namespace}/b",
    key: "name",
    id: "n/{namespace}/b/{name}",
    names: { access_type: "publicAccessType" },
    changes: "POST",
    inward: (answer) => ({ ...answer, bucketId: answer.id }),
  },
  oci_objectstorage_object: {
    at: "objectstorage n/{namespace}/b/{bucket}/o",
    key: "object",
    id: "n/{namespace}/b/{bucket}/o/{object}",
  },
  oci_objectstorage_preauthrequest: { at: "objectstorage n/{namespace}/b/{bucket}/p" },
  oci_ons_notification_topic: {
    at: "notification 20181201/topics",
    inward: (answer) => ({ ...answer, id: answer.topicId }),
  },
  oci_ons_subscription: { at: "notification 20181201/subscriptions" },
  oci_vault_secret: { at: "vaults 20180608/secrets", goes: "scheduled" },
};
