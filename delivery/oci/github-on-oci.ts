import { IdentityDomainsIdentityPropagationTrust } from "@cdktf/provider-oci/lib/identity-domains-identity-propagation-trust";
import { OciProvider } from "@cdktf/provider-oci/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { OciEnvironment } from "./environments";
import { environmentSuffix, githubIssuer, type Repository, subjects } from "../github/repository";
import { deployerRights, plannerRights, type Rights } from "./rights";
import { ServiceUser } from "./service-user";
import { audience } from "./session";

/** Properties of {@link GithubOnOci}. */
export interface GithubOnOciProps {
  /** Repository whose workflows deploy. */
  readonly repository: Repository;
  /** OCID of the tenancy. */
  readonly tenancyOcid: string;
  /** Home region of the tenancy, the only one where identities are written. */
  readonly homeRegion: string;
  /** Address of the identity domain. */
  readonly domainUrl: string;
  /** Client id of the application that exchanges tokens, which an administrator makes: its secret must not be in a state. */
  readonly clientId: string;
  /** Environments. */
  readonly environments: readonly OciEnvironment[];
}

/** Name on GitHub of the environment whose jobs plan what is on the main branch. */
const planEnvironment = "oci-plan";

/**
 * Stack that a tenancy gets once, so that workflows of a repository deploy to it without an API key: a trust in tokens of GitHub's
 * (identity propagation trust), and a service user for plans and one for each environment.
 */
export class GithubOnOci extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: GithubOnOciProps,
  ) {
    super(scope, id);
    const { repository, environments, homeRegion } = props;
    new OciProvider(this, "oci", { region: homeRegion });
    const planner = this.user("planner", environments, plannerRights);
    const readers = ["pull_request", environmentSuffix(planEnvironment)].map((suffix) => ({
      suffix,
      user: planner,
    }));
    const deployers = environments.map((environment) => ({
      suffix: environmentSuffix(environment.name),
      user: this.user(`deployer-${environment.name}`, [environment], deployerRights),
    }));
    this.trust(
      [...readers, ...deployers].flatMap(({ suffix, user }) =>
        subjects(repository, suffix).map((subject) => ({ subject, user })),
      ),
    );
  }

  private user(
    id: string,
    environments: readonly OciEnvironment[],
    rightsOf: (environment: OciEnvironment) => Rights,
  ): ServiceUser {
    const { domainUrl, tenancyOcid } = this.props;
    const rights = environments.map((environment) => ({ environment, rights: rightsOf(environment) }));
    return new ServiceUser(this, id, { domainUrl, tenancyOcid, rights });
  }

  private trust(trusted: readonly { readonly subject: string; readonly user: ServiceUser }[]): void {
    const { domainUrl, clientId } = this.props;
    new IdentityDomainsIdentityPropagationTrust(this, "trust", {
      idcsEndpoint: domainUrl,
      schemas: ["urn:ietf:params:scim:schemas:oracle:idcs:IdentityPropagationTrust"],
      name: "counterpart-github",
      description: "Jobs of one repository on GitHub act as service users",
      type: "JWT",
      // Off unless it is said.
      active: true,
      issuer: `https://${githubIssuer}`,
      publicKeyEndpoint: `https://${githubIssuer}/.well-known/jwks`,
      clientClaimName: "aud",
      clientClaimValues: [audience],
      oauthClients: [clientId],
      subjectType: "User",
      allowImpersonation: true,
      impersonationServiceUsers: trusted.map(({ subject, user }) => ({
        rule: `sub eq '${subject}'`,
        value: user.userId,
      })),
      // Without it the domain does not tell the rules, and every plan would write them anew.
      attributeSets: ["all"],
    });
  }
}
