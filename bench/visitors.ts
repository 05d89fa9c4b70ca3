import { setTimeout as pause } from "node:timers/promises";
import { type Effort, inTurns } from "./contest";
import { type Answer, generate } from "./generate";
import { closedLoop, WARM_UP_SECONDS } from "./load";
import { type Stage, withServers } from "./stage";
import { status } from "./status";

/** Visitors who come at random moments, however slow the answers; rates of arrival take turns. */
export function arrivals(stage: Stage, rates: readonly number[], { rounds, seconds }: Effort) {
  return stage.withCommit(1, () =>
    withServers([stage.contenders.counter(stage.database)], async ([server]) => {
      const urls = [String(server?.url)];
      await closedLoop(String(server?.url), 64, WARM_UP_SECONDS);
      const results = rates.map((rate) => [rate, [] as { times: number[]; failures: number }[]] as const);
      await inTurns(results, rounds, async ([rate, ofRate]) => {
        const { answers, failures } = await generate({ urls, connections: 512, seconds, rate, warmUp: 1 });
        ofRate.push({ times: answers.map(({ tookMs }) => tookMs), failures });
      });
      return results;
    }),
  );
}

/** Several servers on the one row, in groups that take turns; every number that anybody got is looked at. */
export function manyServers(stage: Stage, sizes: readonly number[], { rounds, seconds }: Effort) {
  const starting = sizes.flatMap((size) =>
    Array.from({ length: size }, () => stage.contenders.counter(stage.database)),
  );
  return withServers(starting, async (all) => {
    const idle = all.map(({ url }) => url);
    const groups = sizes.map((servers) => ({
      servers,
      urls: idle.splice(0, servers),
      rates: [] as number[],
    }));
    const load = ({ servers, urls }: (typeof groups)[number], time: number) =>
      Promise.all(urls.map((url) => closedLoop(url, CROWD / servers, time)));
    // Each server of a group gets its share of the requests only, and is to be as warm as a single one.
    await inTurns(groups, 1, (group) => load(group, group.servers * WARM_UP_SECONDS));
    await inTurns(groups, rounds, async (group) => {
      const loads = await load(group, seconds);
      group.rates.push(loads.reduce((sum, { rate }) => sum + rate, 0));
    });
    const results = [];
    for (const { servers, urls, rates } of groups)
      results.push({ servers, rates, ...(await lookAtNumbers(stage, urls, seconds)) });
    return results;
  });
}

/** Number of connections that several servers share. */
export const CROWD = 128;

async function lookAtNumbers(stage: Stage, urls: readonly string[], seconds: number) {
  const before = await stage.total();
  const { answers, failures } = await generate({ urls, connections: CROWD, seconds });
  return { failures, exact: isExact(answers, before, await stage.total()), visits: answers.length };
}

/** Whether each number between two totals was given to somebody, and to one only. */
function isExact(answers: readonly Answer[], before: number, after: number): boolean {
  const numbers = new Set(answers.map(({ number }) => number));
  const inside = answers.every(({ number }) => number > before && number <= after);
  return inside && numbers.size === answers.length && answers.length === after - before;
}

/** Interval of a balancer's health check, in milliseconds: short enough for a hundredth of the answers to be some. */
export const ASK_EVERY_MS = 20;

/** Latency of `/health` for balancers that ask on new connections, while 200 connections count visits. */
export function healthUnderLoad(stage: Stage, delayMs: number, { rounds, seconds }: Effort) {
  return stage.withCommit(delayMs, () =>
    withServers([stage.contenders.counter(stage.database)], async ([server]) => {
      const url = String(server?.url);
      await closedLoop(url, 200, WARM_UP_SECONDS);
      const times: number[] = [];
      let unhealthy = 0;
      for (let round = 0; round < rounds; round++) {
        const load = closedLoop(url, 200, seconds);
        for (const last = performance.now() + (seconds - 0.5) * 1_000; performance.now() < last;) {
          const begin = performance.now();
          if ((await status(`${url}/health`)) !== 200) unhealthy++;
          times.push(performance.now() - begin);
          await pause(ASK_EVERY_MS);
        }
        await load;
      }
      return { times, unhealthy };
    }),
  );
}
