import { DataOciCoreSubnet } from "@cdktf/provider-oci/lib/data-oci-core-subnet";
import { DataOciCoreVcn } from "@cdktf/provider-oci/lib/data-oci-core-vcn";
import { Fn, type Postcondition, Token } from "cdktf";
import type { Construct } from "constructs";
import { requireThat, type Tier } from "../../shared";
import type { Vcn } from "./vcn";

/**
 * A VCN and subnets that somebody else looks after. Their routes must be as those of a network of our own: internet
 * gateway for `public`, service gateway for `web` and `data`. Rules of their security lists add to those made here.
 */
export interface ExistingNetwork {
  /** OCID of the VCN. */
  readonly vcnId: string;
  /** OCID of each tier's subnet: `public` with public addresses, the others without. */
  readonly subnetIds: Readonly<Record<Tier, string>>;
}

/** Looks up what exists, and has every plan check that only the public tier gives out public addresses. */
export function useNetwork(scope: Construct, { vcnId, subnetIds }: ExistingNetwork) {
  checkIds(scope, { vcnId, subnetIds });
  const vcn = new DataOciCoreVcn(scope, "vcn", { vcnId });
  const used: Vcn = {
    vcnId: vcn.id,
    subnetIds: {
      public: useSubnet(scope, "public", subnetIds.public, vcnId),
      web: useSubnet(scope, "web", subnetIds.web, vcnId),
      data: useSubnet(scope, "data", subnetIds.data, vcnId),
    },
  };
  return { ...used, cidrBlock: Token.asString(Fn.element(vcn.cidrBlocks, 0)) };
}

function useSubnet(scope: Construct, tier: Tier, subnetId: string, vcnId: string): string {
  const subnet = new DataOciCoreSubnet(scope, tier, {
    subnetId,
    lifecycle: { postcondition: [isOfVcn(vcnId), isPrivateUnless(tier)] },
  });
  return subnet.id;
}

function isOfVcn(vcnId: string): Postcondition {
  return {
    condition: `\${self.vcn_id == ${JSON.stringify(vcnId)}}`,
    errorMessage: "The subnet must belong to the VCN that was given.",
  };
}

function isPrivateUnless(tier: Tier): Postcondition {
  return tier === "public"
    ? {
        condition: "${!self.prohibit_public_ip_on_vnic}",
        errorMessage: "The public tier's subnet must allow public addresses.",
      }
    : {
        condition: "${self.prohibit_public_ip_on_vnic}",
        errorMessage: `The ${tier} tier's subnet must prohibit public addresses.`,
      };
}

function checkIds(scope: Construct, { vcnId, subnetIds }: ExistingNetwork): void {
  requireThat(scope, "existing.vcnId", vcnId, "be the OCID of a VCN, such as ocid1.vcn.oc1..aaaa", (ocid) =>
    /^ocid1\.vcn\.\S+$/.test(ocid),
  );
  for (const tier of ["public", "web", "data"] as const)
    requireThat(
      scope,
      `existing.subnetIds.${tier}`,
      subnetIds[tier],
      "be the OCID of a subnet, such as ocid1.subnet.oc1..aaaa",
      (ocid) => /^ocid1\.subnet\.\S+$/.test(ocid),
    );
  requireThat(
    scope,
    "existing.subnetIds",
    subnetIds,
    "name another subnet for each tier, which have different routes",
    (given) => new Set(Object.values(given)).size === Object.values(given).length,
  );
}
