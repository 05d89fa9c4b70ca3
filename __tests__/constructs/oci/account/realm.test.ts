import { describe, expect, test } from "@jest/globals";
import { ref, TerraformStack, Testing, Token } from "cdktf";
import { Realm } from "oci-common";
import { realmDomain } from "../../../../constructs/oci/account/realm";
import { testWith } from "../../../support/skip";
import { resolve } from "../../../support/synth";
import { TerraformFolder } from "../../../support/terraform";

const known = Realm.values().map(({ realmId, secondLevelDomain }) => [realmId, secondLevelDomain] as const);
const tenancyIn = (realm: string) => `ocid1.tenancy.${realm}..aaaa`;

describe("the domain of Oracle's services", () => {
  test.each(known)("is in the realm %s what Oracle's own client says", (realm, domain) => {
    expect(realmDomain(tenancyIn(realm))).toBe(domain);
  });

  testWith("terraform", "is the same where only a deployment knows the tenancy", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const domainOf = (realm: string) => resolve(stack, realmDomain(Token.asString(ref(`local.${realm}`))));
    const folder = new TerraformFolder({
      locals: Object.fromEntries(known.map(([realm]) => [realm, tenancyIn(realm)])),
      output: { domains: { value: Object.fromEntries(known.map(([realm]) => [realm, domainOf(realm)])) } },
    });
    folder.run("apply", "-auto-approve", "-input=false");
    const { domains } = JSON.parse(folder.run("output", "-json")) as { domains: { value: object } };
    expect(domains.value).toEqual(Object.fromEntries(known));
  });
});
