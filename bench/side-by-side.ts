import type { Postgres } from "../local/postgres";
import type { Server } from "../webapp/test/support/artifact";
import { type Contest, contest, type Contestant, type Effort } from "./contest";
import { closedLoop, residentMb, WARM_UP_SECONDS } from "./load";
import { type Stage, withServers } from "./stage";
import { median } from "./statistics";

/** The app, the same app without a database, and the same app with one update per request. */
export const [OURS, BARE, EACH] = ["counter", "no database", "one update per request"] as const;

function contestantsOf(counter: Server, baselines: Server): Contestant[] {
  const of = (name: string, { url, process }: Server, path: string) => ({
    name,
    url: url + path,
    pid: Number(process.pid),
  });
  return [of(BARE, baselines, "/bare"), of(EACH, baselines, "/each"), of(OURS, counter, "/")];
}

/** Runs `work` with the contestants on a database, after code and connections have warmed up. */
async function withContestants<T>(
  { contenders, database: near }: Stage,
  work: (contestants: Contestant[]) => Promise<T>,
  database: Postgres = near,
): Promise<T> {
  return withServers(
    [contenders.counter(database), contenders.baselines(database)],
    async ([counter, baselines]) => {
      const all = contestantsOf(counter as Server, baselines as Server);
      for (const { url } of all) await closedLoop(url, 64, WARM_UP_SECONDS);
      return work(all);
    },
  );
}

/** Everybody side by side, for each number of connections; and the counter's memory after that. */
export function sideBySide(stage: Stage, connections: readonly number[], effort: Effort) {
  return withContestants(stage, async (all) => {
    const contests = new Map<number, Contest>();
    for (const count of connections) contests.set(count, await contest(all, count, effort));
    return { contests, memoryMb: residentMb(all.find(({ name }) => name === OURS)?.pid ?? 0) };
  });
}

/** A database, and the results of each contestant on it. */
export interface SlowerDatabase {
  /** Reason why it is slower, for people. */
  readonly name: string;
  /** Duration of one update without other load, in milliseconds. */
  readonly aloneMs: number;
  readonly contest: Contest;
}

/** The counter against one update per request while a commit takes longer. */
export function slowCommits(stage: Stage, delayMs: number, effort: Effort): Promise<SlowerDatabase> {
  return stage.withCommit(delayMs, async () => ({
    name: `commit + ${delayMs} ms`,
    aloneMs: median(await stage.updates(300)),
    contest: await withContestants(stage, (all) => contest(withoutCeiling(all), 64, effort)),
  }));
}

/** The counter against one update per request while the database is farther away. */
export function farDatabase(stage: Stage, roundTripMs: number, effort: Effort): Promise<SlowerDatabase> {
  return stage.withDistance(roundTripMs, async (database) => ({
    name: `${roundTripMs} ms away`,
    aloneMs: median(await stage.updates(300, database)),
    contest: await withContestants(stage, (all) => contest(withoutCeiling(all), 64, effort), database),
  }));
}

function withoutCeiling(all: readonly Contestant[]): Contestant[] {
  return all.filter(({ name }) => name !== BARE);
}

/** The counter and its ceiling over many numbers of connections. */
export function curve(stage: Stage, connections: readonly number[], effort: Effort) {
  return withContestants(stage, async (all) => {
    const points: { connections: number; result: Contest }[] = [];
    for (const count of connections)
      points.push({ connections: count, result: await contest(all, count, effort) });
    return points;
  });
}
