import { conditional, Op, TerraformLocal, Token } from "cdktf";
import type { Construct } from "constructs";

/** A compartment of a tenancy, in a region. */
export interface Place {
  /** OCID of the compartment. */
  readonly compartmentId: string;
  /** OCID of the tenancy that the compartment belongs to. */
  readonly tenancyId: string;
  /** Name of the region, such as `us-ashburn-1`. */
  readonly region: string;
}

/** Location of a policy's statement: the root compartment has no OCID in the policy language, it is the tenancy. */
export function statementPlace(scope: Construct, { compartmentId, tenancyId }: Place): string {
  const compartment = `compartment id ${compartmentId}`;
  if (!Token.isUnresolved(compartmentId) && !Token.isUnresolved(tenancyId))
    return compartmentId === tenancyId ? "tenancy" : compartment;
  const place = conditional(Op.eq(compartmentId, tenancyId), "tenancy", compartment);
  return new TerraformLocal(scope, "place", place).asString;
}
