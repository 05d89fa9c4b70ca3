import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Scene } from "../scene";
import { cluster, limits } from "../stage";
import { Wire } from "../wire";

let wire: Wire;

describe("a network", () => {
  beforeEach(async () => {
    wire = await Wire.to(cluster.address.port);
  });
  afterEach(() => wire.stop());

  test("that swallows packets, and resets nothing: every answer comes within two seconds all the same", async () => {
    const scene = await Scene.open("swallowed", { port: wire.port });
    const lost = performance.now();
    wire.swallow();
    await pause(4_000);
    const attempts = wire.attempts;
    wire.restore();
    const back = performance.now();
    await scene.expectRecovery(back);
    await scene.expectHealthTurned(lost, back);
    // Two connections, each tried about once a second, however many visitors ask for one.
    expect(attempts).toBeLessThan(20);
    await scene.close();
  });

  test("that forgot the connections, though it takes new ones: the app finds out by itself", async () => {
    const scene = await Scene.open("half_open", { port: wire.port });
    const lost = performance.now();
    wire.forget();
    await scene.expectRecovery(lost + 1_000);
    await pause(500);
    expect(scene.crowd.failures.map(({ status }) => status)).toContain(503);
    await scene.expectHealthyAgain(lost + 1_000);
    await scene.close();
  });

  test("that resets every connection again and again", async () => {
    const scene = await Scene.open("reset", { port: wire.port });
    for (let round = 0; round < 5; round++) {
      wire.cut();
      await pause(400);
    }
    await scene.expectRecovery(performance.now());
    await scene.close();
  });

  test("that is slow: visits take longer, and none fails", async () => {
    const scene = await Scene.open("slow", { port: wire.port });
    wire.delay(40);
    const slow = performance.now();
    await pause(1_500);
    expect(scene.crowd.countedAfter(slow)).toBeLessThan(limits.recoveryMs);
    expect(scene.crowd.failures).toEqual([]);
    expect(scene.health.turnedAfter(slow, false)).toBe(Infinity);
    wire.restore();
    await scene.close();
  });
});
