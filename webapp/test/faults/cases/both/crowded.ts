import { connect } from "node:net";
import { expect, test } from "@jest/globals";
import { MAX_PIPELINED } from "../../../../src/http/pipelining";
import { until } from "../../../support/artifact";
import { ask } from "../../crowd";
import type { OpenScene } from "../../load";
import { limits } from "../../stage";

/** Connections, each of which asks as often as one may before it hears anything. */
const CONNECTIONS = 200;
const REQUESTS = MAX_PIPELINED;
/** Visitors that a server holds, and how long it lets one of them wait before the batch is sent. */
const HELD = 4_096;
const WAIT_MS = 1_000;

/** More visitors than a server holds while nobody is counted. */
export function testCrowded(database: string, open: OpenScene): void {
  test(`more visitors than a server on ${database} holds: those beyond are refused at once, the others in time, and memory stays small`, async () => {
    const scene = await open("crowded", { visitors: 1, pauseMs: 0 });
    await scene.crowd.leave();
    const own = Math.max(
      ...(await Promise.all(connections(() => askOften(scene.server.url, "/nothing", 404)))),
    );
    const unlock = await scene.lockRow();
    const took = await Promise.all(connections(() => askOften(scene.server.url, "/", 503)));
    await unlock();
    const atOnce = took.filter((ms) => ms < WAIT_MS * 0.8 + own);
    // Where this machine reads them slower than visitors are let wait, they are never so many at once.
    const possible = own < WAIT_MS / 2;
    if (possible) expect(atOnce.length).toBeGreaterThanOrEqual(Math.floor(CONNECTIONS - HELD / REQUESTS) - 1);
    // Whoever is held waits that long on any machine.
    expect(took.filter((ms) => ms >= WAIT_MS).length).toBeGreaterThan(0);
    expect(Math.max(...took)).toBeLessThan(limits.answerMs + own);
    if (possible) expect(JSON.stringify(scene.log)).toContain(`${HELD} visitors are waiting already`);
    else console.warn(`too busy a machine for ${HELD} visitors at once: ${own} ms to answer as many`);
    await until(async () => (await ask(scene.server.url)).status === 200, "visits are counted again", 60_000);
    await scene.close({ strangers: CONNECTIONS * REQUESTS + 100 });
  });
}

/** Behaviours of connections, all at once. */
const connections = <T>(ask: () => T) => Array.from({ length: CONNECTIONS }, ask);

/** Resolves to how long the last answer took; rejects when one of them has another status. */
function askOften(url: string, path: string, status: number): Promise<number> {
  const { hostname, port } = new URL(url);
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    let heard = "";
    const socket = connect(Number(port), hostname).once("error", reject).setEncoding("utf8");
    socket.write(`GET ${path} HTTP/1.1\r\nhost: counter\r\n\r\n`.repeat(REQUESTS));
    socket.on("data", (text: string) => {
      heard += text;
      const statuses = heard.match(/^HTTP\/1\.1 \d+/gm) ?? [];
      if (statuses.length < REQUESTS) return;
      socket.destroy();
      const others = statuses.filter((one) => !one.endsWith(` ${status}`));
      if (others.length === 0) resolve(performance.now() - begin);
      else reject(new Error(`every answer must be ${status}, got ${others.join(", ")}`));
    });
  });
}
