import type { GithubApi } from "./api";

/** Drift that one night's check found, in Markdown; undefined where there is none. */
export interface Drift {
  /** Title of the issue, which tells stack and environment. */
  readonly title: string;
  /**
   * Resources that drifted.
   *
   * @default - nothing
   */
  readonly body?: string | undefined;
}

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly pull_request?: object;
}

/** Label of the issues, by which they are found again. */
const label = "drift";

/** Opens an issue about drift, writes it anew every night while there is some, and closes it when there is none. */
export async function keepDriftIssue(
  api: GithubApi,
  { title, body }: Drift,
): Promise<"opened" | "updated" | "closed" | "none"> {
  const issues = await api.list<Issue>(`/issues?state=open&labels=${label}`);
  const found = issues.find((issue) => issue.title === title && issue.pull_request === undefined);
  if (body === undefined) {
    if (found === undefined) return "none";
    await api.send("PATCH", `/issues/${found.number}`, { state: "closed", state_reason: "completed" });
    return "closed";
  }
  if (found === undefined) {
    await api.send("POST", "/issues", { title, body, labels: [label] });
    return "opened";
  }
  await api.send("PATCH", `/issues/${found.number}`, { body });
  return "updated";
}
