import type { models } from "oci-resourcesearch";
import type { OciAccount } from "./account";
import type { Deployment } from "./context";

/** Tags that the stack gives whatever can have them. */
function tagsOf({ stack }: Deployment): Readonly<Record<string, string>> {
  return (stack.first("oci_core_vcn") ?? stack.first("oci_load_balancer_load_balancer"))?.freeform_tags ?? {};
}

/** Whether something has all the tags of the stack, so that the stack made it, and not one of another environment. */
export function isOwn(deployment: Deployment, tags: Readonly<Record<string, string>> = {}): boolean {
  const wanted = tagsOf(deployment);
  const hasAll = Object.entries(wanted).every(([key, value]) => tags[key] === value);
  // A stack without an environment has no tag that others would lack.
  return Object.keys(wanted).length > 0 && hasAll && tags.environment === wanted.environment;
}

/** Whether a resource exists: deleted ones are listed for days. */
export function isThere(lifecycleState: unknown): boolean {
  return !/^(DELETED|TERMINATED|DELETING|TERMINATING|FAILED)$/i.test(String(lifecycleState));
}

/** Resources of some kinds that OCI's search finds, in all compartments that the caller may see. */
export async function search(
  kinds: string,
  where: string,
  { search: client }: OciAccount,
): Promise<models.ResourceSummary[]> {
  const { resourceSummaryCollection } = await client.searchResources({
    searchDetails: { type: "Structured", query: `query ${kinds} resources where ${where}` },
    limit: 1000,
  });
  return (resourceSummaryCollection.items ?? []).filter(({ lifecycleState }) => isThere(lifecycleState));
}

/** Number of resources of a kind that the stack created already. */
export async function ownCount(kind: string, deployment: Deployment, account: OciAccount): Promise<number> {
  const found = await search(kind, `compartmentId = '${account.place.compartmentId}'`, account);
  return found.filter(({ freeformTags }) => isOwn(deployment, freeformTags)).length;
}
