import type { OciEnvironment } from "./environments";
import { askedByPreflight } from "./preflight";
import { stateRights } from "./state";

/** Kinds of resources of OCI's policy language by the beginning of Terraform's types, the longest first. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  oci_artifacts_container: ["repos"],
  // Whoever makes node pools is asked for the right to their instances:
  // https://docs.oracle.com/iaas/Content/ContEng/Concepts/contengpolicyconfig.htm
  oci_containerengine: ["cluster-family", "instance-family"],
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

/** Rights in the tenancy for a type that lives in no compartment: of plans, and of deployments. */
interface TenancyWide {
  readonly plan: readonly string[];
  readonly deploy: (environment: OciEnvironment) => readonly string[];
}

const same = (...rights: readonly string[]): TenancyWide => ({ plan: rights, deploy: () => rights });
const budgets: TenancyWide = { plan: ["read usage-budgets"], deploy: () => ["manage usage-budgets"] };

const tenancyWide: Readonly<Record<string, TenancyWide>> = {
  oci_budget_alert_rule: budgets,
  oci_budget_budget: budgets,
  oci_identity_availability_domains: same("inspect compartments"),
  oci_identity_dynamic_group: { plan: ["inspect dynamic-groups"], deploy: dynamicGroups },
  oci_identity_region_subscriptions: same("inspect tenancies"),
};

/**
 * Dynamic groups of the environment alone: who could change another's would give its servers' rights away. A group that is just made,
 * and a list, are judged by no name, so those have statements of their own.
 *
 * @see https://docs.oracle.com/iaas/Content/Identity/policyreference/iampolicyreference.htm
 */
function dynamicGroups({ prefix }: OciEnvironment): readonly string[] {
  return [
    "inspect dynamic-groups",
    "manage dynamic-groups where request.permission = 'DYNAMIC_GROUP_CREATE'",
    `manage dynamic-groups where target.dynamic-group.name = /${prefix}*/`,
  ];
}

/** Rights of a group, in OCI's policy language, without the group and the place; a condition stands behind ` where `. */
export interface Rights {
  /** In the compartment of the environment. */
  readonly compartment: readonly string[];
  /** In the tenancy. */
  readonly tenancy: readonly string[];
  /** On the state in its bucket, each with its place and its condition. */
  readonly state: readonly string[];
}

/**
 * Policy statements that the deployment of a stack takes, from the types in it. No right is for `secret-bundles`: nobody who deploys reads
 * what is in a secret.
 *
 * @throws {RangeError} for a type of which nobody has said what it takes
 */
export function deployerRights(environment: OciEnvironment): Rights {
  const { types, state } = environment;
  const policies = types.includes("oci_identity_policy") ? ["manage policies"] : [];
  const managed = kindsOf(types).map((kind) => `manage ${kind}`);
  // A key is used by the vault's secrets and by nobody else.
  const used = types.includes("oci_kms_key") ? ["use key-delegate"] : [];
  // Environments of pull requests have compartments of their own in the one that is named.
  const compartments = environment.isOfPullRequests ? ["manage compartments"] : [];
  return {
    compartment: unique([...managed, ...policies, ...used, ...compartments, ...askedByPreflight.compartment]),
    tenancy: unique([
      ...tenancyRights(types, ({ deploy }) => deploy(environment)),
      ...askedByPreflight.tenancy,
    ]),
    state: stateRights(state, "write"),
  };
}

/** Rights of a planner: to look at everything but what is in secrets. */
export function plannerRights({ types, state }: OciEnvironment): Rights {
  const policies = types.includes("oci_identity_policy") ? ["inspect policies"] : [];
  return {
    compartment: unique([
      ...kindsOf(types).map((kind) => `read ${kind}`),
      ...policies,
      ...askedByPreflight.compartment,
    ]),
    tenancy: unique([...tenancyRights(types, ({ plan }) => plan), ...askedByPreflight.tenancy]),
    state: stateRights(state, "read"),
  };
}

function tenancyRights(
  types: readonly string[],
  of: (wide: TenancyWide) => readonly string[],
): readonly string[] {
  return types.flatMap((type) => (type in tenancyWide ? of(tenancyWide[type]!) : []));
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
