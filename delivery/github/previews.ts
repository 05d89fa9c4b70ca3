import type { GithubApi } from "./api";

/** Label of a pull request that has, or may still have, an environment of its own. */
const previewLabel = "preview";

interface Pull {
  readonly number: number;
  readonly state: "open" | "closed";
  readonly updated_at: string;
  readonly pull_request?: object;
}

/**
 * Pull requests whose environments must go: they are closed, or nobody has touched them for some days.
 *
 * @param days how many
 * @param now moment that is counted from, in milliseconds
 */
export async function stalePreviews(api: GithubApi, days: number, now = Date.now()): Promise<number[]> {
  const labelled = await api.list<Pull>(`/issues?state=all&labels=${previewLabel}`);
  const isStale = ({ state, updated_at }: Pull) =>
    state === "closed" || now - Date.parse(updated_at) > days * 86_400_000;
  return labelled
    .filter((pull) => pull.pull_request !== undefined && isStale(pull))
    .map(({ number }) => number)
    .sort((one, other) => one - other);
}

/** Says that a pull request has no environment any more. */
export async function forgetPreview(api: GithubApi, pull: number): Promise<void> {
  await api.send("DELETE", `/issues/${pull}/labels/${previewLabel}`);
}
