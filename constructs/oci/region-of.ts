import { Fn, type IResolvable, Op, type Precondition, Token } from "cdktf";

// Two of the oldest regions go by their key in OCIDs, and some services write so of two others
// (https://docs.oracle.com/iaas/Content/General/Concepts/identifiers.htm, https://docs.oracle.com/iaas/Content/General/Concepts/regions.htm).
const regionKeys = { iad: "us-ashburn-1", phx: "us-phoenix-1", fra: "eu-frankfurt-1", lhr: "uk-london-1" };

/**
 * Has every plan check that something is of a region, as far as its OCID tells: a service finds nothing of another one.
 *
 * @param what for people, such as `image`
 * @param ocid OCID of something regional, or a token that may turn out to be empty
 * @param region region that it is to be of
 */
export function isOfRegion(what: string, ocid: string, region: string): Precondition {
  const segment = Fn.element(Fn.split(".", ocid), 3) as string;
  const name = Token.asString(Fn.lookup(regionKeys, segment, segment));
  return {
    condition: Op.or(Op.eq(name, region), hasNoRegion(name)),
    errorMessage: `The ${what} must be one of the region ${region}, which its OCID does not say: ${ocid}.`,
  };
}

// A key that is not known tells nothing.
function hasNoRegion(name: string): IResolvable {
  return Op.lt(Fn.lengthOf(Fn.regexall("-", name)), 1);
}
