import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { Scene } from "../scene";
import { limits } from "../stage";

const HOUR_MS = 3_600_000;

test("a clock that jumps an hour ahead, then two back: no visit fails, and none waits longer", async () => {
  const preload = path.resolve(__dirname, "../clock.mjs");
  const scene = await Scene.open("clock", { env: { NODE_OPTIONS: `--import=${preload}` } });
  for (const jumpMs of [HOUR_MS, -2 * HOUR_MS]) {
    scene.server.process.kill("SIGWINCH");
    const jumped = performance.now();
    await pause(1_200);
    expect(scene.crowd.countedAfter(jumped)).toBeLessThan(limits.recoveryMs);
    expect(`${jumpMs}: ${scene.crowd.failures.length} failures`).toBe(`${jumpMs}: 0 failures`);
  }
  expect(scene.health.turnedAfter(0, false)).toBe(Infinity);
  await scene.close();
  // The log is all that goes by this clock.
  const [first, last] = [scene.log.at(0), scene.log.at(-1)];
  expect(((last?.time ?? 0) - (first?.time ?? 0)) / HOUR_MS).toBeCloseTo(-1, 1);
});
