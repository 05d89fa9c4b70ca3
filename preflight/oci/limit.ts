import { type Answer, failure, ok, type Question, warning } from "../question";
import type { OciAccount } from "./account";

/** Usage of a limit: what the stack has, and what it asks for. */
export interface Need {
  /** Number that the stack has already, and OCI counts as used. */
  readonly own: number;
  /** Number that it has at rest, or while one rolling replacement goes on. */
  readonly least: number;
  /**
   * Largest number that the stack uses.
   *
   * @default - never more than the least
   */
  readonly most?: number;
}

/** A limit of the tenancy, by the names that OCI's Limits has for it. */
export interface Limit {
  readonly id: string;
  /** Name of what is counted, in the plural. */
  readonly things: string;
  readonly service: string;
  readonly name: string;
  /**
   * Domain that it is counted in.
   *
   * @default - in the region
   */
  readonly availabilityDomain?: string;
}

/** Asks whether a limit leaves room for the stack. */
export function limitQuestion(
  limit: Limit,
  need: (account: OciAccount) => Promise<Need>,
): Question<OciAccount> {
  const { id, things } = limit;
  return {
    id,
    asks: `Does the limit on ${things} leave room for the stack and one replacement?`,
    needs: ["read resource-availability in tenancy"],
    link: "https://docs.oracle.com/iaas/Content/General/Concepts/servicelimits.htm",
    answer: async (account) => {
      const [available, wanted] = await Promise.all([availabilityOf(limit, account), need(account)]);
      return verdictOf(limit, available, wanted);
    },
  };
}

/** Availability of a limit; undefined where OCI does not count. */
export async function availabilityOf(
  { service, name, availabilityDomain }: Limit,
  { limits, place }: OciAccount,
): Promise<number | undefined> {
  const { resourceAvailability } = await limits.getResourceAvailability({
    serviceName: service,
    limitName: name,
    compartmentId: place.tenancyId,
    ...(availabilityDomain !== undefined && { availabilityDomain }),
  });
  return resourceAvailability.fractionalAvailability ?? resourceAvailability.available;
}

/** Compares what is left with what is wanted. */
export function verdictOf(limit: Limit, available: number | undefined, need: Need): Answer {
  const { service, name, things, availabilityDomain } = limit;
  const { own, least, most = least } = need;
  const more = (count: number) => Math.max(0, count - own);
  const fix = `ask for more: Console › Governance › Limits, Quotas and Usage, \`${service}\`, \`${name}\`; a trial's limits rise with an upgrade`;
  const where = availabilityDomain === undefined ? "" : ` in ${availabilityDomain}`;
  const wanted = `the stack takes ${more(least)} more${more(most) > more(least) ? `, and ${more(most)} more at most` : ""}`;
  if (available === undefined) return warning(`OCI does not count ${things}${where}; ${wanted}`, fix);
  const says = `${available} ${things} are left${where}: ${wanted}`;
  if (more(least) > available) return failure(says, fix);
  return more(most) > available ? warning(says, fix) : ok(says);
}
