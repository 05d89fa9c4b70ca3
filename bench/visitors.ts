import { setTimeout as pause } from "node:timers/promises";
import type { Effort } from "./contest";
import { type Answer, generate } from "./generate";
import { closedLoop } from "./load";
import { type Stage, withServers } from "./stage";
import { status } from "./status";

/** Visitors who come at random moments, however slow the answers. */
export function arrivals(stage: Stage, rate: number, { rounds, seconds }: Effort) {
  return stage.withCommit(1, () =>
    withServers([stage.contenders.counter(stage.database)], async ([server]) => {
      const urls = [String(server?.url)];
      await generate({ urls, connections: 64, seconds: 2 });
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

/** How often a balancer's question is asked, in milliseconds: often enough for a hundredth of the answers to be some. */
export const ASK_EVERY_MS = 20;

/** How long `/health` takes for balancers that ask on new connections, while 200 connections count visits. */
export function healthUnderLoad(stage: Stage, delayMs: number, { rounds, seconds }: Effort) {
  return stage.withCommit(delayMs, () =>
    withServers([stage.contenders.counter(stage.database)], async ([server]) => {
      const url = String(server?.url);
      await closedLoop(url, 200, 1);
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
