import { setTimeout as pause } from "node:timers/promises";
import { test } from "@jest/globals";
import { cluster, Scene } from "../stage";

test("kill -9 of PostgreSQL under load, and its restart: no number is lost or given twice", async () => {
  const scene = await Scene.open("killed");
  const killed = performance.now();
  cluster.kill();
  await pause(3_000);
  await cluster.restart();
  const back = performance.now();
  await scene.expectRecovery(back);
  await scene.expectHealthTurned(killed, back);
  await scene.close();
});

test("PostgreSQL shut down and started again: it says good-bye, and nobody needs a restart", async () => {
  const scene = await Scene.open("shut_down");
  const shutDown = performance.now();
  await cluster.shutDown();
  await pause(2_000);
  await cluster.restart();
  const back = performance.now();
  await scene.expectRecovery(back);
  await scene.expectHealthTurned(shutDown, back);
  await scene.close();
});
