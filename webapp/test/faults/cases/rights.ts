import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { until } from "../../support/artifact";
import { administer } from "../../support/database";
import { Scene } from "../scene";
import { cluster, limits } from "../stage";

test("the right to count is revoked under load: the server calls itself unhealthy until it is granted again", async () => {
  await administer(cluster.address, "CREATE ROLE counting LOGIN PASSWORD 'canary'");
  const env = { DB_USER: "counting", DB_PASSWORD: "canary" };
  const grant = "GRANT SELECT, UPDATE (visits) ON counter TO counting";
  const scene = await Scene.open("rights", { env, prepare: (database) => administer(database, grant) });
  const asked = performance.now();
  await administer(scene.database, "REVOKE UPDATE (visits) ON counter FROM counting");
  const revoked = performance.now();
  await pause(2_000);
  expect(scene.crowd.countedAfter(revoked)).toBe(Infinity);
  await administer(scene.database, grant);
  const back = performance.now();
  await scene.expectRecovery(back);
  await scene.expectHealthTurned(asked, back);
  expect(scene.server.output()).toContain("permission denied for table counter");
  await scene.close();
});

test("the counter is at its limit: the server calls itself unhealthy", async () => {
  const scene = await Scene.open("limit");
  await administer(scene.database, `UPDATE counter SET visits = ${Number.MAX_SAFE_INTEGER}`);
  const full = performance.now();
  await until(() => scene.health.turnedAfter(full, false) < Infinity, "it is unhealthy");
  expect(scene.health.turnedAfter(full, false)).toBeLessThan(limits.unhealthyMs);
  expect(scene.server.output()).toContain("the counter is at its limit");
  await scene.crowd.leave();
  // What is expected at the end of a scene is about the numbers that were counted.
  await administer(scene.database, `UPDATE counter SET visits = ${Math.max(...scene.crowd.acknowledged)}`);
  await scene.close();
});

test("the table is altered under load: no visit fails, and no report of the health", async () => {
  const scene = await Scene.open("altered");
  const altered = performance.now();
  for (const type of ["numeric(16)", "bigint", "numeric(16)", "bigint"]) {
    await administer(scene.database, `ALTER TABLE counter ALTER visits TYPE ${type}`);
    await administer(scene.database, `ALTER TABLE counter ADD note_${Math.trunc(performance.now())} text`);
    await pause(600);
  }
  expect(scene.crowd.countedAfter(altered)).toBeLessThan(limits.recoveryMs);
  expect(scene.crowd.failures).toEqual([]);
  expect(scene.health.turnedAfter(altered, false)).toBe(Infinity);
  await scene.close();
});
