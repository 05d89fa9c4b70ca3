import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { until } from "../../../support/artifact";
import { oracle19 } from "../../../oracle/dialect";
import { OracleScene } from "../../oracle-scene";
import { limits } from "../../stage";

/** Time limit of the app for a log-in. */
const DIAL_MS = 10_000;

describe("a network to Oracle Database", () => {
  test("that swallows packets, and resets nothing: every answer comes within two seconds all the same", async () => {
    const scene = await OracleScene.open("swallowed", { dialect: oracle19 });
    const lost = performance.now();
    scene.wire.swallow();
    await pause(4_000);
    const { attempts } = scene.wire;
    scene.wire.restore();
    const back = performance.now();
    await scene.expectRecovery(back);
    await scene.expectHealthTurned(lost, back);
    expect(attempts).toBeLessThan(20);
    await scene.close();
  });

  test("that forgot the connections, though it takes new ones: the app finds out by itself", async () => {
    const scene = await OracleScene.open("half_open");
    const lost = performance.now();
    scene.wire.forget();
    await scene.expectRecovery(lost + 1_000);
    await pause(500);
    expect(scene.crowd.failures.map(({ status }) => status)).toContain(503);
    await scene.expectHealthyAgain(lost + 1_000);
    await scene.close();
  });

  test("that resets every connection again and again", async () => {
    const scene = await OracleScene.open("reset");
    for (let round = 0; round < 5; round++) {
      scene.wire.cut();
      await pause(400);
    }
    await scene.expectRecovery(performance.now());
    await scene.close();
  });

  test("that is slow: visits take longer, and none fails", async () => {
    const scene = await OracleScene.open("slow", { dialect: oracle19 });
    scene.wire.delay(40);
    const slow = performance.now();
    await pause(1_500);
    expect(scene.crowd.countedAfter(slow)).toBeLessThan(limits.recoveryMs);
    expect(scene.crowd.failures).toEqual([]);
    expect(scene.health.turnedAfter(slow, false)).toBe(Infinity);
    scene.wire.restore();
    await scene.close();
  });

  test("whose first address dies: the second one of the descriptor is taken, as long as that is so", async () => {
    const address = (port: number) => `(address=(protocol=tcp)(host=127.0.0.1)(port=${port}))`;
    const scene = await OracleScene.open("addresses", {
      connectString: (wire, oracle) =>
        `(description=(address_list=${address(wire)}${address(oracle)})(connect_data=(service_name=counter)))`,
    });
    await scene.wire.refuse();
    const lost = performance.now();
    await scene.expectRecovery(lost);
    await scene.expectHealthyAgain(lost);
    expect(scene.crowd.countedAfter(lost)).toBeLessThan(limits.recoveryMs);
    await scene.close();
  });
});

describe("a log-in to Oracle Database, under load,", () => {
  test("that takes four seconds: visitors wait for one, it goes on, and then they are counted", async () => {
    const scene = await OracleScene.open("slow_login");
    const { attempts } = scene.wire;
    scene.wire.slowLogIn(4_000);
    scene.wire.cut();
    const lost = performance.now();
    await until(() => scene.crowd.countedAfter(lost + 4_000) < Infinity, "visits are counted", 15_000);
    expect(scene.crowd.countedAfter(lost)).toBeGreaterThan(3_500);
    expect(scene.crowd.countedAfter(lost + 4_000)).toBeLessThan(limits.recoveryMs);
    expect(scene.crowd.slowestMs).toBeLessThan(limits.answerMs);
    await scene.expectHealthyAgain(lost + 4_000);
    expect(scene.wire.attempts - attempts).toBeLessThanOrEqual(4);
    await scene.close();
  });

  test("that hangs on the server that just came: it is given up after ten seconds and forgotten without harm, and the next one counts", async () => {
    const preload = path.resolve(__dirname, "../../collect.mjs");
    const scene = await OracleScene.open("hanging_login", {
      dialect: oracle19,
      env: { NODE_OPTIONS: `--expose-gc --import=${preload}` },
    });
    scene.wire.slowLogIn(Infinity);
    scene.wire.cut();
    await until(() => scene.wire.open >= 2, "both connections are tried");
    const hung = performance.now();
    scene.wire.slowLogIn(0);
    await until(() => scene.crowd.countedAfter(hung) < Infinity, "visits are counted", 2 * DIAL_MS);
    expect(scene.crowd.countedAfter(hung)).toBeGreaterThan(DIAL_MS / 2);
    expect(scene.crowd.countedAfter(hung)).toBeLessThan(DIAL_MS + limits.recoveryMs);
    expect(scene.crowd.slowestMs).toBeLessThan(limits.answerMs);
    await scene.expectHealthyAgain(hung + DIAL_MS);
    expect(scene.wire.open).toBe(2);
    // The driver cleans up what nobody holds any more, and its failures there would end the server.
    scene.server.process.kill("SIGWINCH");
    await until(() => scene.server.output().includes("collected"), "its remains are collected");
    await pause(200);
    expect(scene.server.process.exitCode).toBeNull();
    await scene.close();
  });
});
