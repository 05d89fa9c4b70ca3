import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { until } from "../../support/artifact";
import { Scene } from "../scene";
import { cluster, limits } from "../stage";
import { Wire } from "../wire";

/** Time limit of the app for a log-in. */
const DIAL_MS = 10_000;

let wire: Wire;

describe("a log-in", () => {
  beforeEach(async () => {
    wire = await Wire.to(cluster.address.port);
  });
  afterEach(() => wire.stop());

  test("that takes four seconds: visitors wait for one, it goes on, and then they are counted", async () => {
    const scene = await Scene.open("slow_login", { port: wire.port });
    const { attempts } = wire;
    wire.slowLogIn(4_000);
    wire.cut();
    const lost = performance.now();
    await until(() => scene.crowd.countedAfter(lost + 4_000) < Infinity, "visits are counted", 15_000);
    expect(scene.crowd.countedAfter(lost)).toBeGreaterThan(3_500);
    expect(scene.crowd.countedAfter(lost + 4_000)).toBeLessThan(limits.recoveryMs);
    expect(scene.crowd.slowestMs).toBeLessThan(limits.answerMs);
    await scene.expectHealthyAgain(lost + 4_000);
    // A server that answered is there: one log-in of each of two connections, not one for each second or visitor.
    expect(wire.attempts - attempts).toBeLessThanOrEqual(4);
    await scene.close();
  });

  test("that is taken only after four seconds, without a word until then", async () => {
    const scene = await Scene.open("late_login", { port: wire.port });
    const held: (() => void)[] = [];
    wire.listen((_, from, { pass }) => from === "database" || (held.push(pass), false));
    wire.cut();
    const lost = performance.now();
    await pause(4_000);
    wire.restore();
    // What was not given up meanwhile goes on where it was, the first log-in included.
    for (const pass of held) pass();
    await scene.expectRecovery(lost + 4_000);
    await scene.close();
  });

  test("that hangs: the app gives it up after ten seconds, and logs in anew", async () => {
    const scene = await Scene.open("hanging_login", { port: wire.port });
    wire.slowLogIn(Infinity);
    wire.cut();
    await until(() => wire.open >= 2, "both connections are tried");
    const hung = performance.now();
    wire.slowLogIn(0);
    await until(() => scene.crowd.countedAfter(hung) < Infinity, "visits are counted", 2 * DIAL_MS);
    expect(scene.crowd.countedAfter(hung)).toBeGreaterThan(DIAL_MS / 2);
    expect(scene.crowd.countedAfter(hung)).toBeLessThan(DIAL_MS + limits.recoveryMs);
    expect(scene.crowd.slowestMs).toBeLessThan(limits.answerMs);
    await scene.expectHealthyAgain(hung + DIAL_MS);
    // What was given up is closed, and not kept.
    expect(wire.open).toBe(2);
    await scene.close();
  });

  test("that hangs keeps no server from stopping", async () => {
    const scene = await Scene.open("stopped_login", { port: wire.port });
    wire.slowLogIn(Infinity);
    wire.cut();
    await until(() => wire.open >= 2, "both connections are tried");
    const begin = performance.now();
    await scene.close();
    expect(performance.now() - begin).toBeLessThan(DIAL_MS / 2);
    await until(() => wire.open === 0, "its connections are closed");
  });
});
