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
  const labelled = await labelledPulls(api);
  const isStale = ({ state, updated_at }: Pull) =>
    state === "closed" || now - Date.parse(updated_at) > days * 86_400_000;
  return numbersOf(labelled.filter(isStale));
}

/** Pull requests that have environments of their own, or may still have them. */
export async function labelledPreviews(api: GithubApi): Promise<number[]> {
  return numbersOf(await labelledPulls(api));
}

/** An issue may have the label, too, and has no environment. */
async function labelledPulls(api: GithubApi): Promise<Pull[]> {
  const labelled = await api.list<Pull>(`/issues?state=all&labels=${previewLabel}`);
  return labelled.filter(({ pull_request }) => pull_request !== undefined);
}

function numbersOf(pulls: readonly Pull[]): number[] {
  return pulls.map(({ number }) => number).sort((one, other) => one - other);
}

/** Says that a pull request has no environment any more. */
export async function forgetPreview(api: GithubApi, pull: number): Promise<void> {
  await api.send("DELETE", `/issues/${pull}/labels/${previewLabel}`);
}
