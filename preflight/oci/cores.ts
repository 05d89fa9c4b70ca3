import type { models } from "oci-core";
import { type Answer, type Question, warning } from "../question";
import type { OciAccount } from "./account";
import { type Deployment, type ServerShape, shapeOf } from "./context";
import { domainsOf } from "./domains";
import { availabilityOf, type Need, verdictOf } from "./limit";
import { isOwn, isThere } from "./own";
import { shapesIn } from "./shapes";

/** Servers of the stack. */
interface Servers {
  readonly fewest: number;
  readonly most: number;
  /** Factor on the number of servers during a replacement: a pool is made beside the one that it replaces. */
  readonly times: number;
}

/** Asks whether each domain's limits leave room for the servers, and for the same number beside them while they are replaced. */
export function cores(deployment: Deployment): readonly Question<OciAccount>[] {
  const servers = serversOf(deployment);
  const shape = shapeOf(deployment);
  return [
    {
      id: "core-limit",
      asks: `Do the limits on ${shape.name} leave room for the servers and one replacement?`,
      needs: [
        "read resource-availability in tenancy",
        "inspect instances",
        `inspect ${poolKind(deployment)}`,
      ],
      link: "https://docs.oracle.com/iaas/Content/General/Concepts/servicelimits.htm",
      answer: async (account) => {
        const [domains, own] = await Promise.all([
          domainsOf(deployment, account),
          ownServers(deployment, account),
        ]);
        const perDomain = (count: number) => Math.ceil(count / domains.length);
        const need = {
          own: perDomain(own),
          least: Math.ceil(perDomain(servers.fewest) * servers.times),
          most: Math.ceil(perDomain(servers.most) * servers.times),
        };
        const answers = await Promise.all(domains.map((domain) => verdictIn(domain, shape, need, account)));
        return worst(answers.flat());
      },
    },
  ];
}

/** Kind of the pools that servers or nodes are in, in OCI's policy language. */
function poolKind({ stack }: Deployment): "cluster-node-pools" | "instance-pools" {
  return stack.all("oci_containerengine_node_pool").length > 0 ? "cluster-node-pools" : "instance-pools";
}

function serversOf({ stack }: Deployment): Servers {
  const pools = stack.all("oci_containerengine_node_pool");
  const nodes = pools.reduce((sum, each) => sum + Number(each.node_config_details.size), 0);
  // A node comes before another goes, in one pool after the other.
  if (nodes > 0) return { fewest: nodes, most: nodes, times: (nodes + 1) / nodes };
  const pool = stack.first("oci_core_instance_pool");
  if (pool === undefined) return { fewest: 1, most: 1, times: 1 };
  const scaling = stack.first("oci_autoscaling_auto_scaling_configuration");
  const policies = [scaling?.policies ?? []].flat() as { capacity?: { max?: number } }[];
  const sizes = policies.map(({ capacity }) => Number(capacity?.max ?? 0));
  const size = Number(pool.size);
  return { fewest: size, most: Math.max(size, ...sizes), times: 2 };
}

/** Servers or nodes of pools that the stack made already. */
async function ownServers(deployment: Deployment, { clusters, pools, place }: OciAccount): Promise<number> {
  const { compartmentId } = place;
  if (poolKind(deployment) === "cluster-node-pools") {
    const { items: ofNodes } = await clusters.listNodePools({ compartmentId });
    return ofNodes
      .filter(({ lifecycleState }) => isThere(lifecycleState))
      .filter(({ freeformTags }) => isOwn(deployment, freeformTags))
      .reduce((sum, { nodeConfigDetails }) => sum + (nodeConfigDetails?.size ?? 0), 0);
  }
  const { items } = await pools.listInstancePools({ compartmentId });
  return items
    .filter(({ lifecycleState }) => isThere(lifecycleState))
    .filter(({ freeformTags }) => isOwn(deployment, freeformTags))
    .reduce((sum, { size }) => sum + size, 0);
}

async function verdictIn(
  domain: string,
  shape: ServerShape,
  need: Need & { readonly most: number },
  account: OciAccount,
): Promise<Answer[]> {
  const offered = (await shapesIn(domain, account)).find((each) => each.shape === shape.name);
  const limits = offered?.quotaNames ?? [];
  if (limits.length === 0)
    return [
      warning(
        `OCI does not say which limits count ${shape.name} in ${domain}`,
        "look under Console › Governance › Limits, Quotas and Usage, `compute`",
      ),
    ];
  return Promise.all(
    limits.map(async (name) => {
      const size = sizeOf(name, shape, offered);
      const things = `${/memory/.test(name) ? "GB" : "OCPUs"} of ${shape.name}`;
      const limit = { id: name, things, service: "compute", name, availabilityDomain: domain };
      const { own, least, most } = need;
      const wanted = { own: own * size, least: least * size, most: most * size };
      return verdictOf(limit, await availabilityOf(limit, account), wanted);
    }),
  );
}

/** Usage of a limit by one server. */
function sizeOf(
  limit: string,
  { ocpus, memoryGB, isFlexible }: ServerShape,
  offered: models.Shape | undefined,
): number {
  if (/memory/.test(limit)) return isFlexible ? memoryGB : (offered?.memoryInGBs ?? memoryGB);
  return isFlexible ? ocpus : (offered?.ocpus ?? ocpus);
}

const order = ["failure", "warning", "ok"];

function worst(answers: readonly Answer[]): Answer {
  const [first] = [...answers].sort(
    (one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict),
  );
  return first ?? warning("the region has no availability domain", "set another `TF_VAR_region`");
}
