import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { until } from "../../../support/artifact";
import { OracleScene } from "../../oracle-scene";
import { limits } from "../../stage";

test("a row of Oracle Database that somebody locks: visitors are refused in time, and health stays true", async () => {
  const scene = await OracleScene.open("locked");
  const unlock = await scene.lockRow();
  const locked = performance.now();
  await pause(3_000);
  scene.expectNoneCounted(locked + 100);
  await unlock();
  await scene.expectRecovery(performance.now());
  expect(scene.health.turnedAfter(locked, false)).toBe(Infinity);
  expect(new Set(scene.crowd.failures.map(({ status }) => status))).toEqual(new Set([503]));
  await scene.close();
  // Each update was cancelled or never sent, so nothing is counted that was not answered.
  expect(await scene.visits()).toBe(scene.crowd.acknowledged.length);
});

test("the right to count in Oracle Database is revoked: the server calls itself unhealthy until it is granted again", async () => {
  const scene = await OracleScene.open("rights");
  const { database } = scene.oracle;
  const user = database.roleOf("WEBAPP");
  const asked = performance.now();
  await database.query(`REVOKE UPDATE (visits) ON "ADMIN".counter FROM ${user}`);
  const revoked = performance.now();
  await pause(2_000);
  scene.expectNoneCounted(revoked);
  await database.query(`GRANT UPDATE (visits) ON "ADMIN".counter TO ${user}`);
  const back = performance.now();
  await scene.expectRecovery(back);
  await scene.expectHealthTurned(asked, back);
  expect(scene.server.output()).toContain("ORA-41900");
  await scene.close();
});

test("the table in Oracle Database is altered under load: cursors are described anew, and no visit fails", async () => {
  const scene = await OracleScene.open("altered");
  const altered = performance.now();
  for (const [index, type] of ["numeric(17)", "bigint", "numeric(16)", "bigint"].entries()) {
    await scene.oracle.database.alter(
      `ALTER TABLE "ADMIN".counter ALTER visits TYPE ${type}, ADD note_${index} text`,
    );
    await pause(600);
  }
  expect(scene.crowd.countedAfter(altered)).toBeLessThan(limits.recoveryMs);
  expect(scene.crowd.failures).toEqual([]);
  expect(scene.health.turnedAfter(altered, false)).toBe(Infinity);
  await scene.close();
});

test("the counter in Oracle Database is at its limit: the server calls itself unhealthy", async () => {
  const scene = await OracleScene.open("limit");
  const { database } = scene.oracle;
  await database.query(`UPDATE "ADMIN".counter SET visits = ${Number.MAX_SAFE_INTEGER}`);
  const full = performance.now();
  await until(() => scene.health.turnedAfter(full, false) < Infinity, "it is unhealthy");
  expect(scene.health.turnedAfter(full, false)).toBeLessThan(limits.unhealthyMs);
  expect(scene.server.output()).toContain("the counter is at its limit");
  await scene.crowd.leave();
  // What is expected at the end of a scene is about the numbers that were counted.
  await database.query(`UPDATE "ADMIN".counter SET visits = ${Math.max(...scene.crowd.acknowledged)}`);
  await scene.close();
});

test("Oracle Database becomes a standby that stays connected: the app leaves it, and counts on once it is the primary again", async () => {
  const scene = await OracleScene.open("demoted");
  const { database } = scene.oracle;
  const demoted = performance.now();
  [database.role, database.readOnly] = ["PHYSICAL STANDBY", true];
  await pause(2_500);
  scene.expectNoneCounted(demoted + 500);
  [database.role, database.readOnly] = ["PRIMARY", false];
  const back = performance.now();
  await scene.expectRecovery(back);
  await scene.expectHealthTurned(demoted, back);
  expect(JSON.stringify(scene.log)).toMatch(/ORA-16000|physical standby/);
  await scene.close();
});

test("Oracle Database fails over to a standby at the same address: it answers, then reads, then counts on from the last number", async () => {
  const scene = await OracleScene.open("promoted");
  const { oracle } = scene;
  const killed = performance.now();
  await oracle.refuse();
  [oracle.database.role, oracle.database.readOnly] = ["PHYSICAL STANDBY", true];
  await pause(1_000);
  await oracle.listen();
  await pause(1_500);
  scene.expectNoneCounted(killed + 500);
  [oracle.database.role, oracle.database.readOnly] = ["PRIMARY", false];
  const back = performance.now();
  await scene.expectRecovery(back);
  await scene.expectHealthTurned(killed, back);
  await scene.close();
});

test("a clock that jumps an hour ahead, then two back, while Oracle Database counts: no visit fails", async () => {
  const preload = path.resolve(__dirname, "../../clock.mjs");
  const scene = await OracleScene.open("clock", { env: { NODE_OPTIONS: `--import=${preload}` } });
  for (let jump = 0; jump < 2; jump++) {
    scene.server.process.kill("SIGWINCH");
    const jumped = performance.now();
    await pause(1_200);
    expect(scene.crowd.countedAfter(jumped)).toBeLessThan(limits.recoveryMs);
    expect(scene.crowd.failures).toEqual([]);
  }
  expect(scene.health.turnedAfter(0, false)).toBe(Infinity);
  await scene.close();
});
