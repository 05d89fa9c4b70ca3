import { IdentityDomainsGroup } from "@cdktf/provider-oci/lib/identity-domains-group";
import { IdentityDomainsUser } from "@cdktf/provider-oci/lib/identity-domains-user";
import { IdentityPolicy } from "@cdktf/provider-oci/lib/identity-policy";
import { Construct } from "constructs";
import type { Rights } from "./rights";

/** Properties of {@link ServiceUser}. */
export interface ServiceUserProps {
  /** Address of the identity domain. */
  readonly domainUrl: string;
  /** OCID of the tenancy. */
  readonly tenancyOcid: string;
  /** What the user may do, by the OCID of the compartment. */
  readonly rights: Readonly<Record<string, Rights>>;
}

/**
 * A service user of an identity domain, who has no password and never signs in, in a group of its own, and the policy of what the
 * group may do.
 */
export class ServiceUser extends Construct {
  /** Id of the user in the domain. */
  readonly userId: string;

  constructor(
    scope: Construct,
    id: string,
    { domainUrl: idcsEndpoint, tenancyOcid, rights }: ServiceUserProps,
  ) {
    super(scope, id);
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
    new IdentityPolicy(this, "policy", {
      compartmentId: tenancyOcid,
      name,
      description: `What ${name} may do`,
      statements: statementsOf(`group id ${group.ocid}`, rights),
    });
    this.userId = user.id;
  }
}

function statementsOf(group: string, rights: ServiceUserProps["rights"]): string[] {
  const tenancy = new Set(Object.values(rights).flatMap((each) => each.tenancy));
  const state = new Set(Object.values(rights).flatMap((each) => each.state ?? []));
  return [
    ...[...tenancy].map((right) => `allow ${group} to ${right} in tenancy`),
    ...Object.entries(rights).flatMap(([ocid, { compartment }]) =>
      compartment.map((right) => `allow ${group} to ${right} in compartment id ${ocid}`),
    ),
    ...[...state].map((right) => `allow ${group} to ${right}`),
  ];
}
