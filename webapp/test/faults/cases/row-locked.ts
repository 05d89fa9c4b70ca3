import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { Scene, somebody } from "../scene";

test("a row that somebody else locks: visitors are refused in time, and health stays true", async () => {
  const scene = await Scene.open("locked", { visitors: 64 });
  const other = await somebody(scene.database);
  await other.query("BEGIN; SELECT visits FROM counter FOR UPDATE");
  const locked = performance.now();
  await pause(4_000);
  expect(scene.crowd.countedAfter(locked + 100)).toBe(Infinity);
  await other.query("COMMIT");
  const free = performance.now();
  await scene.expectRecovery(free);
  await other.end();
  // The database answers: a balancer that took this server out would find the next one no better.
  expect(scene.health.turnedAfter(locked, false)).toBe(Infinity);
  const failures = scene.crowd.failures.map(({ status }) => status);
  expect(new Set(failures)).toEqual(new Set([503]));
  await scene.close();
  // Each update was cancelled or never sent, so nothing is counted that was not answered.
  expect(await scene.visits()).toBe(scene.crowd.acknowledged.length);
});
