import { DataOciIdentityRegionSubscriptions } from "@cdktf/provider-oci/lib/data-oci-identity-region-subscriptions";
import { OciProvider } from "@cdktf/provider-oci/lib/provider";
import { conditional, Fn, type IResolvable, ref, Token } from "cdktf";
import { Construct } from "constructs";
import { createdIf } from "./optional-resource";
import { physicalName } from "./names";
import type { Place } from "./place";

/** Properties of {@link HomeRegion}. */
export interface HomeRegionProps {
  /** Compartment and tenancy whose home region is looked up. */
  readonly place: Place;
  /**
   * Condition that only a deployment knows: whether anything is written there. Where nothing is, nobody is asked,
   * because to ask takes a right in the tenancy.
   *
   * @default - something is
   */
  readonly isNeeded?: IResolvable;
}

/** A provider for the tenancy's home region, asked for at deploy time: the only region where identities can be written. */
export class HomeRegion extends Construct {
  /** A provider for that region. */
  readonly provider: OciProvider;

  constructor(scope: Construct, id: string, { place: { tenancyId, region }, isNeeded }: HomeRegionProps) {
    super(scope, id);
    const subscriptions = new DataOciIdentityRegionSubscriptions(this, "subscriptions", {
      tenancyId,
      filter: [{ name: "is_home_region", values: ["true"] }],
      ...createdIf(isNeeded),
    });
    this.provider = new OciProvider(this, "provider", {
      alias: physicalName(this),
      region: isNeeded
        ? Token.asString(conditional(isNeeded, nameOf(subscriptions), region))
        : subscriptions.regionSubscriptions.get(0).regionName,
    });
  }
}

/** Name of a home region that is asked for only where it is needed. */
function nameOf({
  terraformResourceType,
  friendlyUniqueId,
}: DataOciIdentityRegionSubscriptions): IResolvable {
  const all = `data.${terraformResourceType}.${friendlyUniqueId}[*]`;
  return Token.asAny(Fn.one(ref(`${all}.region_subscriptions[0].region_name`)));
}
