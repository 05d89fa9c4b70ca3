import { connect } from "node:net";
import { expect, test } from "@jest/globals";
import { ask } from "../crowd";
import { limits, Scene, somebody } from "../stage";

/** Connections, each of which asks many times before it hears anything. */
const CONNECTIONS = 60;
const REQUESTS = 100;
/** Visitors that a server holds, and how long it lets one of them wait before the batch is sent. */
const HELD = 4_096;
const WAIT_MS = 1_000;

test("more visitors than a server holds: those beyond are refused at once, the others in time, and memory stays small", async () => {
  const scene = await Scene.open("crowded", { visitors: 1, pauseMs: 0 });
  await scene.crowd.leave();
  const other = await somebody(scene.database);
  await other.query("BEGIN; SELECT visits FROM counter FOR UPDATE");
  const took = await Promise.all(Array.from({ length: CONNECTIONS }, () => askOften(scene.server.url)));
  await other.query("COMMIT");
  await other.end();
  const atOnce = took.filter((ms) => ms < WAIT_MS * 0.8);
  expect(atOnce.length).toBeGreaterThanOrEqual(Math.floor(CONNECTIONS - HELD / REQUESTS) - 1);
  expect(atOnce.length).toBeLessThan(CONNECTIONS);
  expect(Math.max(...took)).toBeLessThan(limits.answerMs);
  expect(JSON.stringify(scene.log)).toContain(`${HELD} visitors are waiting already`);
  expect((await ask(scene.server.url)).status).toBe(200);
  await scene.close({ strangers: CONNECTIONS * REQUESTS + 1 });
});

/** Resolves to how long the last answer took; rejects when one of them is not a 503. */
function askOften(url: string): Promise<number> {
  const { hostname, port } = new URL(url);
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    let heard = "";
    const socket = connect(Number(port), hostname).once("error", reject).setEncoding("utf8");
    socket.write("GET / HTTP/1.1\r\nhost: counter\r\n\r\n".repeat(REQUESTS));
    socket.on("data", (text: string) => {
      heard += text;
      const statuses = heard.match(/^HTTP\/1\.1 \d+/gm) ?? [];
      if (statuses.length < REQUESTS) return;
      socket.destroy();
      const others = statuses.filter((status) => !status.endsWith(" 503"));
      if (others.length === 0) resolve(performance.now() - begin);
      else reject(new Error(`every request must be refused, got ${others.join(", ")}`));
    });
  });
}
