import { setTimeout as pause } from "node:timers/promises";
import { test } from "@jest/globals";
import { cluster, Scene } from "../stage";

/** How long it stands still; `FREEZE_SECONDS=30` takes the time that the suite has not. */
const seconds = Number(process.env.FREEZE_SECONDS ?? "6");

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
