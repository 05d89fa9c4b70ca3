import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Server, until } from "../../../support/artifact";
import { Balancer } from "../../balancer";
import type { CrowdOptions } from "../../crowd";
import { send } from "../../stage";
import { expectTruth } from "../../truth";

/** As the stacks ask, but sooner; an answer has time, because this machine has much else to do. */
const check = { intervalMs: 300, timeoutMs: 900, unhealthyThreshold: 2, healthyThreshold: 2 };
/** As in the stacks: threshold × interval + timeout, so that the balancer knows before the server stops to listen. */
const DRAIN_SECONDS = "2";

/** A counter that several servers share. */
export interface SharedCounter {
  /** Starts a server with some variables more. */
  serve(env: NodeJS.ProcessEnv): Promise<Server>;
  /** The visits that the database counted. */
  visits(): Promise<number>;
}

/** Servers of one counter behind a balancer, one of which stops. */
export function testRolling(
  name: string,
  open: (database: string) => Promise<SharedCounter>,
  crowdOptions: CrowdOptions = {},
): void {
  let counter: SharedCounter;
  let balancer: Balancer;
  let tests = 0;

  /** Starts a server and resolves once the balancer sends it visitors. */
  async function start(drainSeconds = DRAIN_SECONDS): Promise<Server> {
    const server = await counter.serve({ DRAIN_SECONDS: drainSeconds });
    balancer.register(server.url);
    await until(() => balancer.inService.includes(server.url), "the balancer has the server in service");
    return server;
  }

  describe(`servers on ${name} behind a balancer`, () => {
    beforeEach(async () => {
      counter = await open(`rolling_${++tests}`);
      balancer = await Balancer.listen(check);
    });
    afterEach(() => balancer.stop());

    test("no request fails when a server is told to stop, and none when its successor starts", async () => {
      const [first, second] = [await start(), await start()];
      const crowd = send([balancer.url], crowdOptions);
      await pause(500);
      first.process.kill("SIGTERM");
      await expect(first.ended).resolves.toBe(0);
      expect(balancer.inService).toEqual([second.url]);
      const third = await start();
      second.process.kill("SIGTERM");
      await expect(second.ended).resolves.toBe(0);
      await pause(500);
      await crowd.leave();
      expect(crowd.failures).toEqual([]);
      expectTruth(crowd, await counter.visits());
      expect(crowd.acknowledged.length).toBe(await counter.visits());
      expect(balancer.inService).toEqual([third.url]);
    });

    test("no request fails when a server is deregistered first, though it stops at once then", async () => {
      const [first, second] = [await start("0"), await start("0")];
      const crowd = send([balancer.url], crowdOptions);
      await pause(500);
      balancer.deregister(first.url);
      first.process.kill("SIGTERM");
      await expect(first.ended).resolves.toBe(0);
      await pause(500);
      await crowd.leave();
      expect(crowd.failures).toEqual([]);
      expect(crowd.acknowledged.length).toBe(await counter.visits());
      expect(balancer.inService).toEqual([second.url]);
    });

    test("requests do fail when a server neither drains nor is deregistered: the balancer learns of it too late", async () => {
      const [first] = [await start("0"), await start("0")];
      const crowd = send([balancer.url], crowdOptions);
      await pause(300);
      first.process.kill("SIGTERM");
      await expect(first.ended).resolves.toBe(0);
      await until(() => balancer.inService.length === 1, "the balancer knows");
      await crowd.leave();
      expect(crowd.failures.map(({ status }) => status)).toContain(502);
      expectTruth(crowd, await counter.visits());
    });
  });
}
