import { failure, listed, ok, type Question } from "../question";
import type { OciAccount } from "./account";
import { chosen, type Deployment } from "./context";

/** Availability domains that servers stand in: the one that was chosen, or all of the region. */
export async function domainsOf(deployment: Deployment, account: OciAccount): Promise<string[]> {
  const only = chosen(deployment, "availability_domain");
  return only === "" ? allDomains(account) : [only];
}

async function allDomains({ place, identity }: OciAccount): Promise<string[]> {
  const { items } = await identity.listAvailabilityDomains({ compartmentId: place.tenancyId });
  return items.map(({ name = "" }) => name);
}

/** Asks whether the region has the availability domain that was chosen. */
export function availabilityDomain(deployment: Deployment): readonly Question<OciAccount>[] {
  const only = chosen(deployment, "availability_domain");
  if (only === "") return [];
  return [
    {
      id: "availability-domain",
      asks: `Has the region the availability domain ${only}?`,
      needs: ["inspect compartments"],
      link: "https://docs.oracle.com/iaas/Content/General/Concepts/regions.htm",
      answer: async (account) => {
        const all = await allDomains(account);
        if (all.includes(only)) return ok(`${account.place.region} has ${only}`);
        return failure(
          `${account.place.region} has ${listed(all)}, and not ${only}`,
          "set `TF_VAR_availability_domain` to one of them, or leave it empty for all",
        );
      },
    },
  ];
}
