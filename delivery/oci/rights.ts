/** Kinds of resources of OCI's policy language by the beginning of Terraform's types, the longest first. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  oci_core_images: ["instance-images"],
  oci_core_instance: ["instance-family", "compute-management-family"],
  oci_core_volume: ["volume-family"],
  oci_core: ["virtual-network-family"],
  oci_autoscaling: ["auto-scaling-configurations"],
  oci_bastion: ["bastion-family"],
  oci_database: ["autonomous-database-family"],
  oci_events: ["cloudevents-rules"],
  oci_kms_key: ["keys"],
  oci_kms_vault: ["vaults"],
  oci_load_balancer: ["load-balancers"],
  oci_logging: ["log-groups", "unified-configuration"],
  oci_monitoring: ["alarms", "metrics"],
  oci_objectstorage: ["buckets", "objects", "objectstorage-namespaces"],
  oci_ons: ["ons-family"],
  oci_vault: ["secrets", "secret-versions"],
};

/** What lives in the tenancy and in no compartment, each with the verb that deploying takes. */
const tenancyWide: Readonly<Record<string, string>> = {
  oci_identity_availability_domains: "inspect compartments",
  oci_identity_dynamic_group: "manage dynamic-groups",
  oci_identity_region_subscriptions: "inspect tenancies",
};

/** What a group may do, in OCI's policy language, without the group and the place. */
export interface Rights {
  /** In the compartment of the stack. */
  readonly compartment: readonly string[];
  /** In the tenancy. */
  readonly tenancy: readonly string[];
  /** On the state in its bucket, each with its place and its condition. */
  readonly state?: readonly string[];
}

/**
 * What whoever deploys a stack must be allowed, from the types in it. No right is for `secret-bundles`: nobody who deploys reads
 * what is in a secret.
 *
 * @param types Terraform's types of resources and data sources
 * @throws {RangeError} for a type of which nobody has said what it takes
 */
export function deployerRights(types: readonly string[]): Rights {
  const policies = types.includes("oci_identity_policy") ? ["manage policies"] : [];
  const managed = kindsOf(types).map((kind) => `manage ${kind}`);
  // A key is used by the vault's secrets and by nobody else.
  const used = types.includes("oci_kms_key") ? ["use key-delegate"] : [];
  return {
    compartment: unique([...managed, ...policies, ...used]),
    tenancy: tenancyRights(types, (right) => right),
  };
}

/** What whoever plans must be allowed: to look at what there is, but not into secrets. */
export function plannerRights(types: readonly string[]): Rights {
  const policies = types.includes("oci_identity_policy") ? ["inspect policies"] : [];
  return {
    compartment: unique([...kindsOf(types).map((kind) => `read ${kind}`), ...policies]),
    tenancy: tenancyRights(types, (right) => right.replace(/^manage/, "inspect")),
  };
}

function tenancyRights(types: readonly string[], change: (right: string) => string): string[] {
  return unique(types.flatMap((type) => tenancyWide[type] ?? []).map(change));
}

function kindsOf(types: readonly string[]): string[] {
  const beginnings = Object.keys(kinds).sort((one, other) => other.length - one.length);
  return types
    .filter((type) => type.startsWith("oci_") && !(type in tenancyWide) && type !== "oci_identity_policy")
    .flatMap((type) => {
      const found = beginnings.find((beginning) => type.startsWith(beginning));
      if (found === undefined)
        throw new RangeError(
          `\`${type}\` must be in delivery/oci/rights.ts, where its kind of resource stands`,
        );
      return kinds[found]!;
    });
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
