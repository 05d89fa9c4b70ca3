import type { Question } from "../question";
import type { OciAccount } from "./account";
import { countOf, textOf } from "./computed";
import type { Deployment } from "./context";
import { type Limit, limitQuestion } from "./limit";
import { ownCount } from "./own";

/** Properties of a limit that counts a stack's resources of one type. */
interface Counted extends Limit {
  readonly type: string;
  /** Name of the type in OCI's search. */
  readonly kind: string;
  /** Usage of the limit by one resource. */
  readonly each: (deployment: Deployment) => number;
}

const one = () => 1;

// Names as `oci limits definition list` lists them.
const counted: readonly Counted[] = [
  {
    id: "vcn-limit",
    type: "oci_core_vcn",
    kind: "vcn",
    things: "VCNs",
    service: "vcn",
    name: "vcn-count",
    each: one,
  },
  {
    id: "load-balancer-limit",
    type: "oci_load_balancer_load_balancer",
    kind: "loadbalancer",
    things: "flexible load balancers",
    service: "load-balancer",
    name: "lb-flexible-count",
    each: one,
  },
  {
    id: "load-balancer-bandwidth-limit",
    type: "oci_load_balancer_load_balancer",
    kind: "loadbalancer",
    things: "Mbps of flexible load balancers",
    service: "load-balancer",
    name: "lb-flexible-bandwidth-sum",
    each: ({ stack, variables }) => {
      const balancer = stack.first("oci_load_balancer_load_balancer");
      return Number(textOf(balancer?.shape_details.maximum_bandwidth_in_mbps, variables));
    },
  },
  {
    id: "cluster-limit",
    type: "oci_containerengine_cluster",
    kind: "clusterscluster",
    things: "enhanced clusters",
    service: "container-engine",
    name: "enhanced-cluster-count",
    each: one,
  },
  {
    id: "database-ecpu-limit",
    type: "oci_database_autonomous_database",
    kind: "autonomousdatabase",
    things: "ECPUs of Autonomous Database",
    service: "database",
    name: "atp-ecpu-count",
    each: ({ stack, variables }) =>
      Number(textOf(stack.first("oci_database_autonomous_database")?.compute_count, variables)),
  },
  {
    id: "vault-limit",
    type: "oci_kms_vault",
    kind: "vault",
    things: "virtual vaults",
    service: "kms",
    name: "virtual-vault-count",
    each: one,
  },
];

/** Asks about every limit that counts something which the stack has. */
export function limits(deployment: Deployment): readonly Question<OciAccount>[] {
  const { stack, variables } = deployment;
  return counted.flatMap(({ type, kind, each, ...limit }) => {
    const number = stack.all(type).reduce((sum, { count }) => sum + countOf(count, variables), 0);
    if (number === 0) return [];
    const size = each(deployment);
    return [
      limitQuestion(limit, async (account) => ({
        own: (await ownCount(kind, deployment, account)) * size,
        least: number * size,
      })),
    ];
  });
}
