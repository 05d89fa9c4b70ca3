import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { get } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../local/free-port";
import type { Postgres } from "../local/postgres";
import { environmentFor } from "../local/web-app";
import { artifactFile, runArtifact, type Server } from "../webapp/test/support/artifact";
import { type Contest, contest, type Contestant, type Effort } from "./contest";
import { type Answer, generate } from "./generate";
import { closedLoop, residentMb } from "./load";
import type { Stage } from "./stage";
import { withServers } from "./stage";
import { end } from "./contenders";

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
      for (const { url } of all) await closedLoop(url, 64, 1);
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

/** What a database was like, and who did how well on it. */
export interface SlowerDatabase {
  /** How long one update takes when nobody else is there, in milliseconds. */
  readonly aloneMs: number;
  readonly contest: Contest;
}

/** The counter against one update per request while a commit takes longer. */
export function slowCommits(stage: Stage, delayMs: number, effort: Effort): Promise<SlowerDatabase> {
  return stage.withCommit(delayMs, async () => ({
    aloneMs: await stage.commitMs(),
    contest: await withContestants(stage, (all) => contest(withoutCeiling(all), 64, effort)),
  }));
}

/** The counter against one update per request while the database is farther away. */
export function farDatabase(stage: Stage, roundTripMs: number, effort: Effort): Promise<SlowerDatabase> {
  return stage.withDistance(roundTripMs, async (database) => ({
    aloneMs: (await stage.commitMs()) + roundTripMs,
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

/** Visitors who come at random moments, however slow the answers. */
export function arrivals(stage: Stage, rate: number, { rounds, seconds }: Effort) {
  return stage.withCommit(1, () =>
    withServers([stage.contenders.counter(stage.database)], async ([server]) => {
      const urls = [String(server?.url)];
      await generate({ urls, connections: 64, seconds: 1 });
      const results: { times: number[]; failures: number }[] = [];
      for (let round = 0; round < rounds; round++) {
        const { answers, failures } = await generate({ urls, connections: 512, seconds, rate });
        results.push({ times: answers.map(({ tookMs }) => tookMs), failures });
      }
      return results;
    }),
  );
}

/** Several servers on the one row; every number that anybody got is looked at. */
export function manyServers(stage: Stage, servers: number, { rounds, seconds }: Effort) {
  const starting = Array.from({ length: servers }, () => stage.contenders.counter(stage.database));
  return withServers(starting, async (all) => {
    const urls = all.map(({ url }) => url);
    await Promise.all(urls.map((url) => closedLoop(url, 32, 1)));
    const rates: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const loads = await Promise.all(urls.map((url) => closedLoop(url, 128 / servers, seconds)));
      rates.push(loads.reduce((sum, { rate }) => sum + rate, 0));
    }
    const before = await stage.total();
    const { answers, failures } = await generate({ urls, connections: 128, seconds });
    return { rates, failures, exact: isExact(answers, before, await stage.total()), visits: answers.length };
  });
}

/** Whether each number between two totals was given to somebody, and to one only. */
function isExact(answers: readonly Answer[], before: number, after: number): boolean {
  const numbers = new Set(answers.map(({ number }) => number));
  const inside = answers.every(({ number }) => number > before && number <= after);
  return inside && numbers.size === answers.length && answers.length === after - before;
}

/** How long `/health` takes for balancers that ask on new connections, while 200 connections count visits. */
export function healthUnderLoad(stage: Stage, delayMs: number, seconds: number) {
  return stage.withCommit(delayMs, () =>
    withServers([stage.contenders.counter(stage.database)], async ([server]) => {
      const url = String(server?.url);
      const load = closedLoop(url, 200, seconds);
      const times: number[] = [];
      let unhealthy = 0;
      for (
        const last = performance.now() + (seconds - 0.5) * 1_000;
        performance.now() < last;
        await pause(50)
      ) {
        const begin = performance.now();
        if ((await status(`${url}/health`)) !== 200) unhealthy++;
        times.push(performance.now() - begin);
      }
      await load;
      return { times, unhealthy };
    }),
  );
}

function status(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (answer) =>
      answer.resume().once("end", () => resolve(answer.statusCode)),
    ).once("error", () => resolve(undefined));
  });
}

/** From the start of the process to the first healthy answer; and what Node.js itself takes to start and end. */
export async function coldStarts({ contenders, database }: Stage, rounds: number) {
  const [ours, node]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    node.push(await took(async () => void (await once(spawn(process.execPath, ["-e", "0"]), "close"))));
    const port = await freePort();
    const env = { ...environmentFor(database), HOST: "127.0.0.1", PORT: String(port) };
    const begin = performance.now();
    const server = runArtifact(contenders.artifact, ["serve"], env);
    while ((await status(`http://127.0.0.1:${port}/health`)) !== 200) await pause(1);
    ours.push(performance.now() - begin);
    await end(server);
  }
  return { ours, node };
}

async function took(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** Size of the artifact, in kilobytes. */
export function artifactKb(): number {
  return statSync(artifactFile).size / 1_000;
}

/** Memory of a server that has been under load for a while, sampled as it goes. */
export function soak(stage: Stage, seconds: number, everySeconds: number): Promise<number[]> {
  return withServers([stage.contenders.counter(stage.database)], async ([server]) => {
    const samples: number[] = [];
    for (let passed = 0; passed < seconds; passed += everySeconds) {
      await closedLoop(String(server?.url), 64, everySeconds);
      samples.push(residentMb(Number(server?.process.pid)));
    }
    return samples;
  });
}
