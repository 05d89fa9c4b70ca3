import { CommandError } from "../../commands/programs";

/** GitHub's REST API for one repository, with the token of a job or of a person. */
export class GithubApi {
  /**
   * Reads from the environment what GitHub sets for every job, and `GITHUB_TOKEN`.
   *
   * @throws {CommandError} where a variable is missing
   */
  static fromEnvironment(env: NodeJS.ProcessEnv = process.env): GithubApi {
    const { GITHUB_API_URL = "https://api.github.com", GITHUB_REPOSITORY, GITHUB_TOKEN } = env;
    if (!GITHUB_REPOSITORY)
      throw new CommandError("`GITHUB_REPOSITORY` must be OWNER/REPOSITORY, got nothing");
    if (!GITHUB_TOKEN)
      throw new CommandError("`GITHUB_TOKEN` must hold a token, got nothing: a job passes `github.token`");
    return new GithubApi(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}`, GITHUB_TOKEN);
  }

  private constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  /** Sends a call; resolves to what is answered, nothing where the answer has no body. */
  async send<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(this.base + path, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${this.token}`,
        "x-github-api-version": "2022-11-28",
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!answer.ok)
      throw new CommandError(
        `GitHub answers ${answer.status} to ${method} ${path}: ${await reasonOf(answer)}`,
      );
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  /** All items of a list, page by page. */
  async list<T>(path: string): Promise<T[]> {
    const perPage = 100;
    const all: T[] = [];
    for (let page = 1; ; page++) {
      const separator = path.includes("?") ? "&" : "?";
      const some = await this.send<T[]>("GET", `${path}${separator}per_page=${perPage}&page=${page}`);
      all.push(...some);
      if (some.length < perPage) return all;
    }
  }
}

async function reasonOf(answer: Response): Promise<string> {
  const text = await answer.text();
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text.slice(0, 200);
  }
}
