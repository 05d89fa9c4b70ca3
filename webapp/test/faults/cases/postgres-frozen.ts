import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { createDatabase } from "../../support/database";
import { migrate, Scene, serve, visitsIn } from "../scene";
import { cluster, limits, send } from "../stage";
import { expectTruth } from "../truth";

/** Duration of the freeze; `FREEZE_SECONDS=30` takes the time that the suite has not. */
const seconds = Number(process.env.FREEZE_SECONDS ?? "6");

const CROWD = 48;

test(`PostgreSQL stopped for ${seconds} s: every answer comes within two seconds all the same`, async () => {
  const scene = await Scene.open("frozen");
  const frozen = performance.now();
  await cluster.freeze();
  await pause(seconds * 1_000);
  await cluster.thaw();
  const back = performance.now();
  await scene.expectRecovery(back);
  await scene.expectHealthTurned(frozen, back);
  await scene.close();
});

test("a server that is told to stop while PostgreSQL stands still: who waits is answered, and it ends with 0", async () => {
  const database = await createDatabase(cluster.address, "frozen_stop");
  await migrate(database);
  const server = await serve(database);
  const crowd = send([server.url], { visitors: CROWD });
  await pause(500);
  await cluster.freeze();
  try {
    await pause(300);
    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
    await crowd.leave();
  } finally {
    await cluster.thaw();
  }
  // Each of the crowd was told what became of the request that it had sent; later ones found nobody.
  expect(crowd.failures.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(CROWD);
  expect(crowd.slowestMs).toBeLessThan(limits.answerMs);
  // What was in flight is committed now, or it was not.
  await pause(500);
  expectTruth(crowd, await visitsIn(database));
});
