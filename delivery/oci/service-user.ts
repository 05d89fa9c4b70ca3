import { IdentityDomainsGroup } from "@cdktf/provider-oci/lib/identity-domains-group";
import { IdentityDomainsUser } from "@cdktf/provider-oci/lib/identity-domains-user";
import { IdentityPolicy } from "@cdktf/provider-oci/lib/identity-policy";
import { Construct } from "constructs";
import type { OciEnvironment } from "./environments";
import type { Rights } from "./rights";

/** Properties of {@link ServiceUser}. */
export interface ServiceUserProps {
  /** Address of the identity domain. */
  readonly domainUrl: string;
  /** OCID of the tenancy. */
  readonly tenancyOcid: string;
  /** Rights of the user, by the environment whose compartment they are in. */
  readonly rights: readonly { readonly environment: OciEnvironment; readonly rights: Rights }[];
}

/**
 * A service user of an identity domain, who has no password and never signs in, in a group of its own, and policies of what the
 * group may do: one for the tenancy and one for each compartment, because a policy takes 50 statements.
 *
 * @see https://docs.oracle.com/iaas/Content/General/Concepts/servicelimits.htm
 */
export class ServiceUser extends Construct {
  /** Id of the user in the domain. */
  readonly userId: string;

  private readonly tenancyOcid: string;

  constructor(
    scope: Construct,
    id: string,
    { domainUrl: idcsEndpoint, tenancyOcid, rights }: ServiceUserProps,
  ) {
    super(scope, id);
    this.tenancyOcid = tenancyOcid;
    const name = `counterpart-${id}`;
    const user = new IdentityDomainsUser(this, "user", {
      idcsEndpoint,
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName: name,
      description: "Workflows on GitHub act as this user",
      urnietfparamsscimschemasoracleidcsextensionuserUser: { serviceUser: true },
      // The domain adds the schemas of its extensions by itself.
      lifecycle: { ignoreChanges: ["schemas"] },
    });
    const group = new IdentityDomainsGroup(this, "group", {
      idcsEndpoint,
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      displayName: name,
      members: [{ type: "User", value: user.id }],
      lifecycle: { ignoreChanges: ["schemas"] },
    });
    const whom = `group id ${group.ocid}`;
    const inTenancy = unique(rights.flatMap((each) => each.rights.tenancy));
    const onStates = [...new Set(rights.flatMap((each) => each.rights.state))];
    this.policy("policy", name, "the tenancy", [
      ...inTenancy.map((right) => statement(whom, right, "tenancy")),
      ...onStates.map((right) => `allow ${whom} to ${right}`),
    ]);
    for (const { environment, rights: own } of rights) {
      const place = `compartment id ${environment.compartmentOcid}`;
      this.policy(
        `policy-${environment.name}`,
        `${name}-in-${environment.name}`,
        `the compartment of ${environment.name}`,
        own.compartment.map((right) => statement(whom, right, place)),
      );
    }
    this.userId = user.id;
  }

  private policy(id: string, name: string, where: string, statements: string[]): void {
    new IdentityPolicy(this, id, {
      compartmentId: this.tenancyOcid,
      name,
      description: `What workflows on GitHub may do in ${where}`,
      statements,
    });
  }
}

function statement(group: string, right: string, place: string): string {
  const [what, condition] = right.split(" where ");
  return `allow ${group} to ${what} in ${place}${condition === undefined ? "" : ` where ${condition}`}`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
