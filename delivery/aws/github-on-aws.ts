import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Repository } from "../github/repository";
import type { StackJson } from "./actions";
import { deployed, planScope } from "./environments";
import { GithubDeployer } from "./github-deployer";

/** Properties of {@link GithubOnAws}. */
export interface GithubOnAwsProps {
  /** Repository whose workflows deploy. */
  readonly repository: Repository;
  /** Number of the account that is deployed to. */
  readonly account: string;
  /** The synthesized stacks that are deployed, by the environment's name. */
  readonly environments: Readonly<Record<string, StackJson>>;
  /** Whether the account has an identity provider for GitHub already. */
  readonly providerExists: boolean;
}

/** Stack that an account gets once, so that workflows of a repository deploy to it without a key. */
export class GithubOnAws extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    { repository, account, environments, providerExists }: GithubOnAwsProps,
  ) {
    super(scope, id);
    const all = Object.entries(environments).map(([name, json]) => deployed(name, account, json));
    const [first] = all;
    if (first === undefined)
      throw new RangeError("`environments` must name one environment at least, got none");
    new AwsProvider(this, "aws", {
      region: first.scope.region,
      allowedAccountIds: [account],
      defaultTags: [{ tags: { application: "counterpart", stack: id } }],
    });
    new GithubDeployer(this, "github", {
      repository,
      account: first.scope,
      environments: all,
      planScope: planScope(first.scope),
      providerExists,
    });
  }
}
