import { Fn, Token } from "cdktf";

/** Domains of realms that are older than the rule, or an exception to it. */
const domains: Readonly<Record<string, string>> = {
  oc1: "oraclecloud.com",
  oc2: "oraclegovcloud.com",
  oc3: "oraclegovcloud.com",
  oc4: "oraclegovcloud.uk",
  oc19: "oraclecloud.eu",
};

/**
 * The domain of Oracle's services where a tenancy lives, such as `oraclecloud.com`: each realm has its own, and the
 * realm is in the tenancy's OCID.
 *
 * @param tenancyId OCID of the tenancy, usually a token
 */
export function realmDomain(tenancyId: string): string {
  if (!Token.isUnresolved(tenancyId)) {
    const realm = tenancyId.split(".")[2]!;
    return domains[realm] ?? `oraclecloud${realm.replace(/^oc/, "")}.com`;
  }
  const realm = Fn.element(Fn.split(".", tenancyId), 2) as string;
  return Token.asString(Fn.lookup(domains, realm, `oraclecloud${Fn.trimprefix(realm, "oc")}.com`));
}
