import { DataOciIdentityRegionSubscriptions } from "@cdktf/provider-oci/lib/data-oci-identity-region-subscriptions";
import { OciProvider } from "@cdktf/provider-oci/lib/provider";
import { Construct } from "constructs";
import { physicalName } from "./names";

/** What a home region must be told. */
export interface HomeRegionProps {
  /** Tenancy whose home region is asked for. */
  readonly tenancyId: string;
}

/** The only region where a tenancy's identities can be written, asked for at deploy time. */
export class HomeRegion extends Construct {
  /** A provider for that region. */
  readonly provider: OciProvider;

  constructor(scope: Construct, id: string, { tenancyId }: HomeRegionProps) {
    super(scope, id);
    const subscriptions = new DataOciIdentityRegionSubscriptions(this, "subscriptions", {
      tenancyId,
      filter: [{ name: "is_home_region", values: ["true"] }],
    });
    this.provider = new OciProvider(this, "provider", {
      alias: physicalName(this),
      region: subscriptions.regionSubscriptions.get(0).regionName,
    });
  }
}
