import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { githubIssuer, type Repository } from "../github/repository";
import type { StackJson } from "./actions";
import { boundary } from "./boundary";
import { applyPolicies, planPolicies, type Policies } from "./policies";
import type { Scope } from "./scope";
import { environmentSubjects, readerSubjects, trust } from "./trust";

/** An environment that workflows deploy to. */
export interface DeployedEnvironment {
  /** Name of the environment on GitHub, such as `aws-production`. */
  readonly name: string;
  /** The synthesized stack that is deployed. */
  readonly json: StackJson;
  /** Resources of the account that are this environment's. */
  readonly scope: Scope;
  /** Workflows whose jobs deploy to it, such as `deploy.yml@refs/heads/main`; `*` stands for any text. */
  readonly workflows: readonly string[];
}

/** Properties of {@link GithubDeployer}. */
export interface GithubDeployerProps {
  /** Repository whose workflows deploy. */
  readonly repository: Repository;
  /** Number of the account, and its partition. */
  readonly account: Pick<Scope, "account" | "partition">;
  /** Environments, one at least. */
  readonly environments: readonly DeployedEnvironment[];
  /** Resources of the account that every plan may look at. */
  readonly planScope: Scope;
  /**
   * Whether the account has a provider for GitHub already: it takes only one.
   *
   * @default false
   */
  readonly providerExists?: boolean;
}

/** Longest session of a role in seconds: RDS takes a quarter of an hour to make a database, and its standby more. */
export const maxSessionDuration = 2 * 3600;

/** Name on GitHub of the environment whose jobs plan what is on the main branch. */
const planEnvironment = "aws-plan";

/**
 * An OpenID Connect provider for GitHub, and IAM roles that jobs of one repository take on without a key: one that only looks, for
 * pull requests and plans, and one for each environment, which deploys to it alone and bounds every role that it makes.
 */
export class GithubDeployer extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: GithubDeployerProps,
  ) {
    super(scope, id);
    const providerArn = this.provider();
    this.planner(providerArn);
    for (const environment of props.environments) this.deployer(environment, providerArn);
  }

  private provider(): string {
    if (this.props.providerExists) return this.arn(`oidc-provider/${githubIssuer}`);
    return new IamOpenidConnectProvider(this, "provider", {
      url: `https://${githubIssuer}`,
      clientIdList: ["sts.amazonaws.com"],
    }).arn;
  }

  private planner(providerArn: string): void {
    const { repository, environments, planScope } = this.props;
    const readers = { providerArn, repository, subjects: readerSubjects(repository, planEnvironment) };
    const deployments = environments.map(({ json, scope }) => ({
      json,
      scope: { ...scope, ...readOnly(planScope) },
    }));
    this.role("plan", "Plans what is to be deployed", trust(readers), planPolicies(deployments));
  }

  private deployer({ name, json, scope, workflows }: DeployedEnvironment, providerArn: string): void {
    const { repository } = this.props;
    const policy = new IamPolicy(this, `${name}-boundary`, {
      name: `${rolePrefix}${name}-boundary`,
      description: `Bounds the roles that a deployment to ${name} makes`,
      policy: boundary(json, scope),
    });
    const subjects = environmentSubjects(repository, name);
    const policies = applyPolicies({
      json,
      scope,
      boundaryArn: this.arn(`policy/${policy.nameInput}`),
      ownArns: [`role/${rolePrefix}*`, `policy/${rolePrefix}*`, `oidc-provider/${githubIssuer}`].map((rest) =>
        this.arn(rest),
      ),
    });
    this.role(name, `Deploys to ${name}`, trust({ providerArn, repository, subjects, workflows }), policies);
    this.output(
      `${name}-boundary`,
      policy.arn,
      `The policy that bounds roles of ${name}: \`awsPermissionsBoundary\``,
    );
  }

  private role(id: string, description: string, assumeRolePolicy: string, policies: Policies): void {
    const role = new IamRole(this, id, {
      name: rolePrefix + id,
      description,
      assumeRolePolicy,
      maxSessionDuration,
    });
    for (const [name, policy] of Object.entries(policies)) {
      const { arn } = new IamPolicy(this, `${id}-${name}`, { name: `${rolePrefix}${id}-${name}`, policy });
      new IamRolePolicyAttachment(this, `${id}-${name}-attached`, { role: role.name, policyArn: arn });
    }
    this.output(`${id}-role`, role.arn, `${description}: a variable of the environment on GitHub`);
  }

  private output(name: string, value: string, description: string): void {
    new TerraformOutput(this, `output-${name}`, { value, description }).overrideLogicalId(
      name.replaceAll("-", "_"),
    );
  }

  private arn(rest: string): string {
    const { account, partition } = this.props.account;
    return `arn:${partition}:iam::${account}:${rest}`;
  }
}

/** Prefix of the deployers' own roles and policies. None of the stack's have it: no deployer can change these. */
const rolePrefix = "counterpart-deployer-";

/** Scope of a plan: every resource that bears the stack's name, whichever environment's it is. */
function readOnly({ prefix, path, tags }: Scope): Pick<Scope, "prefix" | "path" | "tags" | "withoutTags"> {
  return { prefix, path, tags, withoutTags: [] };
}
