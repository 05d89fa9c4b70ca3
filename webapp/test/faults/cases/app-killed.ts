import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { createDatabase } from "../../support/database";
import { migrate, serve, visitsIn } from "../scene";
import { cluster, limits, send } from "../stage";
import { expectTruth } from "../truth";

test("kill -9 of the app under load: what was answered is in the database, and its successor goes on from there", async () => {
  const database = await createDatabase(cluster.address, "app_killed");
  await migrate(database);
  const [doomed, survivor] = [await serve(database), await serve(database)];
  const crowd = send([doomed.url, survivor.url]);
  await pause(1_000);
  doomed.process.kill("SIGKILL");
  await expect(doomed.ended).resolves.toBe("SIGKILL");
  const killed = performance.now();
  const { port } = new URL(doomed.url);
  const successor = await serve(database, { PORT: port });
  await pause(1_000);
  await crowd.leave();
  const visits = await visitsIn(database);
  expectTruth(crowd, visits);
  // Who was at the survivor noticed nothing; who was at the other was in flight once, and then found nobody.
  expect(crowd.failures.map(({ status }) => status).filter((status) => status !== 0)).toEqual([]);
  expect(crowd.countedAfter(killed)).toBeLessThan(limits.recoveryMs);
  expect(visits - crowd.acknowledged.length).toBeLessThanOrEqual(24);
  for (const server of [survivor, successor]) {
    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
    expect(server.output()).not.toContain("request failed");
  }
});
