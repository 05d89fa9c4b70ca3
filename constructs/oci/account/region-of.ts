import { Fn, Op, type Precondition, Token } from "cdktf";
import type { IConstruct } from "constructs";
import { operand, requireThat } from "../../shared";

// Two of the oldest regions go by their key in OCIDs, and some services write so of two others
// (https://docs.oracle.com/iaas/Content/General/Concepts/identifiers.htm, https://docs.oracle.com/iaas/Content/General/Concepts/regions.htm).
const regionKeys = { iad: "us-ashburn-1", phx: "us-phoenix-1", fra: "eu-frankfurt-1", lhr: "uk-london-1" };

/**
 * Checks that something is of a region, as far as its OCID tells: a service finds nothing of another one.
 *
 * @param scope construct that was given the OCID
 * @param what for people, such as `image`
 * @param ocid OCID of something regional, or a token that may turn out to be empty
 * @param region region that it is to be of
 * @returns what every plan checks; nothing where both are known at synthesis, and a condition would refer to nothing
 * @throws {ConstructError} where both are known and do not fit
 */
export function isOfRegion(scope: IConstruct, what: string, ocid: string, region: string): Precondition[] {
  if (!Token.isUnresolved(ocid) && !Token.isUnresolved(region)) {
    requireThat(scope, `${what}Id`, ocid, `be of the region ${region}`, () => {
      const [, , , key = ""] = ocid.split(".");
      const name = (regionKeys as Record<string, string>)[key] ?? key;
      return name === region || !name.includes("-");
    });
    return [];
  }
  const segment = operand(Fn.element(operand(Fn.split(".", ocid)), 3));
  const name = operand(Fn.lookup(regionKeys, segment, segment));
  return [
    {
      condition: Op.or(operand(Op.eq(name, region)), hasNoRegion(name)),
      errorMessage: `The ${what} must be one of the region ${region}, which its OCID does not say: ${ocid}.`,
    },
  ];
}

// A key that is not known tells nothing.
function hasNoRegion(name: string): string {
  return operand(Op.lt(operand(Fn.lengthOf(operand(Fn.regexall("-", name)))), 1));
}
