/** A repository on GitHub, by its name and by the two numbers that it keeps when it is renamed. */
export interface Repository {
  /** Owner and name, such as `octo-org/counterpart`. */
  readonly name: string;
  /** Number of the repository: `gh api repos/OWNER/REPO --jq .id`. */
  readonly id: number;
  /** Number of the owner: `gh api repos/OWNER/REPO --jq .owner.id`. */
  readonly ownerId: number;
}

/** Issuer of the tokens of workflows, as host and path. */
export const githubIssuer = "token.actions.githubusercontent.com";

/**
 * The subjects that tokens of a repository's jobs have: repositories that are new, renamed or moved since July 2026 name the two
 * numbers, older ones do not. Which form a repository has, no token's reader can tell, so both are written, and none with a wildcard.
 *
 * @param repository whose jobs they are
 * @param suffix what the job is about: `pull_request`, or `environment:` and its name
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export function subjects({ name, id, ownerId }: Repository, suffix: string): readonly string[] {
  const [owner, repository] = name.split("/");
  return [`repo:${owner}@${ownerId}/${repository}@${id}:${suffix}`, `repo:${name}:${suffix}`];
}

/** The subject's part for a job of an environment; GitHub escapes colons in its name. */
export function environmentSuffix(environment: string): string {
  return `environment:${environment.replaceAll(":", "%3A")}`;
}
