import { setTimeout as pause } from "node:timers/promises";
import { beforeEach, describe, expect } from "@jest/globals";
import { testWith } from "../../../../../__tests__/support/skip";
import { type Server, until } from "../../../support/artifact";
import { haproxyBalancing, nginxBalancing, type Proxy, proxy } from "../../../support/proxy";
import { ask, type CrowdOptions } from "../../crowd";
import { send, stopLater } from "../../stage";
import { expectTruth } from "../../truth";
import type { SharedCounter } from "./rolling";

/** Long enough for two of HAProxy's questions, as {@link haproxyBalancing} asks them. */
const DRAIN_SECONDS = "2";

/** Three servers of one counter behind a balancer that somebody else wrote, one of which stops or is killed. */
export function testProxies(
  name: string,
  open: (database: string) => Promise<SharedCounter>,
  crowdOptions: CrowdOptions = {},
): void {
  let counter: SharedCounter;
  let servers: Server[];
  let tests = 0;

  /** Starts a balancer, and resolves once it answers for each server. */
  async function balance(program: string, configuration: Parameters<typeof proxy>[1]): Promise<Proxy> {
    const between = await proxy(program, configuration, ...servers.map(({ url }) => url));
    stopLater(() => between.stop());
    await until(async () => (await ask(`${between.url}/health`)).status === 200, `${program} finds a server`);
    return between;
  }

  describe(`servers on ${name}, several at once,`, () => {
    beforeEach(async () => {
      counter = await open(`proxies_${++tests}`);
      const drain = { DRAIN_SECONDS };
      servers = await Promise.all([1, 2, 3].map(() => counter.serve(drain)));
      for (const { url } of servers)
        await until(async () => (await ask(`${url}/health`)).status === 200, "each is healthy");
    });

    testWith("haproxy", "behind HAProxy: no request fails when one is told to stop", async () => {
      const { url } = await balance("haproxy", haproxyBalancing);
      const crowd = send([url], crowdOptions);
      await until(() => crowd.acknowledged.length > 100, "the crowd is counted");
      servers[0]?.process.kill("SIGTERM");
      await expect(servers[0]?.ended).resolves.toBe(0);
      await pause(500);
      await crowd.leave();
      expect(crowd.failures).toEqual([]);
      expectTruth(crowd, await counter.visits());
      expect(crowd.acknowledged.length).toBe(await counter.visits());
    });

    for (const [program, configuration] of [
      ["haproxy", haproxyBalancing],
      ["nginx", nginxBalancing],
    ] as const)
      testWith(
        program,
        `behind ${program}: one is killed, and no number is lost or given twice`,
        async () => {
          const { url } = await balance(program, configuration);
          const crowd = send([url], crowdOptions);
          await until(() => crowd.acknowledged.length > 100, "the crowd is counted");
          servers[0]?.process.kill("SIGKILL");
          await servers[0]?.ended;
          const killed = performance.now();
          await pause(2_000);
          await crowd.leave();
          // Those behind the other two go on.
          expect(crowd.countedAfter(killed)).toBeLessThan(2_000);
          expectTruth(crowd, await counter.visits());
        },
      );
  });
}
