import { failure, ok, type Question } from "../question";
import type { OciAccount } from "./account";

/** Asks whose credentials these are, and whether the stack may be deployed to their tenancy. */
export const who: Question<OciAccount> = {
  id: "tenancy",
  asks: "Who am I, and is this the tenancy that the stack belongs to?",
  needs: ["inspect tenancies"],
  link: "https://docs.oracle.com/iaas/Content/API/Concepts/sdkconfig.htm",
  answer: async ({ credentials, place, identity }) => {
    const { tenancyId } = place;
    if (credentials.tenancyId !== undefined && credentials.tenancyId !== tenancyId)
      return failure(
        `the credentials are of the tenancy ${credentials.tenancyId}, and \`tenancy_ocid\` is ${tenancyId}`,
        "take credentials of that tenancy, such as by `TF_VAR_config_file_profile`, or set `TF_VAR_tenancy_ocid` right",
      );
    const { tenancy } = await identity.getTenancy({ tenancyId });
    return ok(`tenancy ${tenancy.name}, as ${credentials.userId ?? "whom the token names"}`);
  },
};

/** Asks whether the tenancy has the region, and knows which one its IAM is written in. */
export const regionSubscribed: Question<OciAccount> = {
  id: "region",
  asks: "Has the tenancy subscribed to the region?",
  needs: ["inspect tenancies"],
  link: "https://docs.oracle.com/iaas/Content/Identity/regions/managingregions.htm",
  answer: async ({ place: { tenancyId, region }, identity }) => {
    const { items } = await identity.listRegionSubscriptions({ tenancyId });
    const found = items.find(({ regionName }) => regionName === region);
    const home = items.find(({ isHomeRegion }) => isHomeRegion);
    const fix = `\`oci iam region-subscription create --region-key <key> --tenancy-id ${tenancyId}\`, which cannot be taken back, or set another \`TF_VAR_region\``;
    if (found === undefined)
      return failure(
        `the tenancy has not subscribed to ${region}, but to ${items.map((each) => each.regionName).join(", ")}`,
        fix,
      );
    if (String(found.status) !== "READY")
      return failure(
        `the tenancy's subscription to ${region} is not ready: ${found.status}`,
        "wait for some minutes",
      );
    return ok(`${region} is there, and the home region is ${home?.regionName}`);
  },
};

/** Asks whether the compartment is there, and takes resources. */
export const compartmentActive: Question<OciAccount> = {
  id: "compartment",
  asks: "Is the compartment active?",
  needs: ["inspect compartments"],
  link: "https://docs.oracle.com/iaas/Content/Identity/compartments/managingcompartments.htm",
  answer: async ({ place: { compartmentId }, identity }) => {
    const { compartment } = await identity.getCompartment({ compartmentId });
    const { name, lifecycleState } = compartment;
    if (String(lifecycleState) !== "ACTIVE")
      return failure(
        `the compartment ${name} is ${lifecycleState}`,
        "set `TF_VAR_compartment_ocid` to one that is active",
      );
    return ok(`the compartment ${name} is active`);
  },
};
