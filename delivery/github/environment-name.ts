/** Stands for the environments of all pull requests. */
export const previews = "pr-*";

/** Name of the environment on GitHub that jobs deploy from, such as `aws-production`. */
export function githubEnvironment(cloud: string, environment: string): string {
  if (environment === "") return cloud;
  return environment === previews ? `${cloud}-preview` : `${cloud}-${environment}`;
}
