import { setTimeout as pause } from "node:timers/promises";
import { test } from "@jest/globals";
import { until } from "../../support/artifact";
import { administer } from "../../support/database";
import { Scene } from "../scene";
import { cluster } from "../stage";

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

test("kill -9 of the one process of PostgreSQL that counts: the others end too, and all come back by themselves", async () => {
  const scene = await Scene.open("backend_killed");
  // One that dies between two batches, and is back within a second, costs no visitor anything: then another one dies.
  await until(async () => {
    await killCounting(scene).catch(() => undefined);
    await pause(1_000);
    return scene.crowd.failures.length > 0;
  }, "the loss is noticed");
  // How long PostgreSQL recovers depends on the disk, so its return is waited for.
  const taken = () =>
    administer(cluster.address, "SELECT 1").then(
      () => true,
      () => false,
    );
  await until(taken, "PostgreSQL takes connections again", 30_000);
  const back = performance.now();
  await scene.expectRecovery(back);
  await scene.expectHealthyAgain(back);
  await scene.close();
});

async function killCounting(scene: Scene): Promise<void> {
  for (const { pid } of await administer(scene.database, counting)) process.kill(Number(pid), "SIGKILL");
}

const counting =
  "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'UPDATE%'";
