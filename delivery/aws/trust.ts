import { environmentSuffix, githubIssuer, type Repository, subjects } from "../github/repository";
import { document } from "./document";

/** Principals that may assume a role: jobs of one repository. */
export interface Trusted {
  /** ARN of the provider that verifies GitHub's tokens. */
  readonly providerArn: string;
  /** Whose jobs. */
  readonly repository: Repository;
  /** Subjects that a job's token may have. */
  readonly subjects: readonly string[];
  /**
   * Workflows that the job may be of, such as `deploy.yml@refs/heads/main`; `*` stands for any text.
   *
   * @default - any
   */
  readonly workflows?: readonly string[];
}

const claim = (name: string) => `${githubIssuer}:${name}`;

/**
 * Writes the trust policy of a role that jobs take on, without a key.
 *
 * Beside the subject, which names the repository by its name, the repository's number must fit: a name that was given up can be
 * taken by somebody else. STS knows the claims `repository_id` and `job_workflow_ref` since January 2026.
 */
export function trust({ providerArn, repository, subjects: sub, workflows }: Trusted): string {
  const refs = workflows?.map((workflow) => `${repository.name}/.github/workflows/${workflow}`);
  return document([
    {
      Effect: "Allow",
      Principal: { Federated: providerArn },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: {
        StringEquals: {
          [claim("aud")]: "sts.amazonaws.com",
          [claim("sub")]: sub,
          [claim("repository_id")]: String(repository.id),
        },
        ...(refs && { StringLike: { [claim("job_workflow_ref")]: refs } }),
      },
    },
  ]);
}

/** Subjects of jobs that only read: those of pull requests, and those of the environment for plans of the main branch. */
export function readerSubjects(repository: Repository, environment: string): readonly string[] {
  return ["pull_request", environmentSuffix(environment)].flatMap((suffix) => subjects(repository, suffix));
}

/** Subjects of jobs of one environment. */
export function environmentSubjects(repository: Repository, environment: string): readonly string[] {
  return subjects(repository, environmentSuffix(environment));
}
