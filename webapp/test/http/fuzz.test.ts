import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { unreadLimits } from "../../src/http/unread-body";
import { type Server, serveArtifact, unpackArtifact, until } from "../support/artifact";
import { attacks, Dice } from "../support/fuzz";

/** The seed is in the test's name; `FUZZ_SEED` repeats a run. */
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const CONNECTIONS = 1_200;
const AT_ONCE = 24;
const LIMIT_MS = 10_000;
/** Swing of Node's heap between two looks without a leak: hundreds of connections wait for a body's end. */
const SWING_BYTES = 64 * 2 ** 20;

let artifact: { path: string; remove(): void };
let server: Server;
let metrics: string;
beforeAll(async () => {
  artifact = await unpackArtifact();
  server = await serveArtifact(artifact.path, { DB_DRIVER: "memory", METRICS_PORT: "0" });
  metrics = /http:[^" ]+\/metrics/.exec(server.output())?.[0] ?? "";
  // The first probe says that the database is there; what the log says after it is about the attacks.
  await fetch(`${server.url}/health`);
});
afterAll(async () => {
  server.process.kill("SIGTERM");
  await server.ended;
  artifact.remove();
});

async function gauge(name: string): Promise<number> {
  const text = await (await fetch(metrics)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
}

/** Attacks over so many connections, some at once, until the time is over; resolves to how many there were. */
async function attack(dice: Dice, connections: number, limitMs: number): Promise<number> {
  const end = performance.now() + limitMs;
  const kinds = Object.values(attacks);
  let begun = 0;
  const attacker = async () => {
    while (begun < connections && performance.now() < end) {
      begun++;
      await dice.pick(kinds)(server.url, dice);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, attacker));
  return begun;
}

test(`a server that meets noise, oversize, slow, pipelined and broken requests goes on as before (FUZZ_SEED=${seed})`, async () => {
  const dice = new Dice(seed);
  await attack(dice, CONNECTIONS / 3, LIMIT_MS / 3);
  const before = await gauge("process_resident_memory_bytes");
  const quiet = server.output().length;

  expect(await attack(dice, CONNECTIONS, LIMIT_MS)).toBeGreaterThan(AT_ONCE);

  // One is the test's own, which its client keeps.
  await until(
    async () => (await gauge("counter_http_connections")) <= 1,
    "every attacker's connection is over",
    unreadLimits.endMs + 10_000,
  );
  expect((await gauge("process_resident_memory_bytes")) - before).toBeLessThan(SWING_BYTES);
  expect(server.output().slice(quiet)).toBe("");
  expect(server.process.exitCode).toBeNull();
  const first = Number(((await (await fetch(`${server.url}/visits`)).json()) as { visits: number }).visits);
  expect(await (await fetch(server.url)).text()).toBe(`Page visited ${first + 1} times!\n`);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
});
