import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { FastifyInstance } from "fastify";
import parse from "parse-prometheus-text-format";
import { pino } from "pino";
import type { Postgres } from "../../../local/postgres";
import { environmentFor } from "../../../local/web-app";
import { buildApp } from "../../src/http/app";
import { Metrics } from "../../src/telemetry/metrics/metrics";
import { metricNames as names } from "../../src/telemetry/metrics/names";
import { open } from "../../src/store/memory";
import { type CounterStore, StoreError } from "../../src/store/store";
import { runArtifact, serveArtifact, unpackArtifact, until } from "../support/artifact";
import { createDatabase, temporaryPostgres } from "../support/database";

/** Value of each series as the text has it, such as `counter_visits_total` or `a{b="c"}`, by another implementation of the format. */
async function scrape(url: string): Promise<Map<string, number>> {
  const answer = await fetch(url);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await answer.text();
  expect(parse(text).length).toBeGreaterThan(10);
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

/** Name and type of each metric, in the order of the text. */
async function types(url: string): Promise<string[][]> {
  const text = await (await fetch(url)).text();
  return [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = "", type = ""]) => [name, type]);
}

/** Name and type of each metric of the app's own, as the README lists them. */
function documented(): string[][] {
  const readme = readFileSync(path.join(__dirname, "../../README.md"), "utf8");
  return [...readme.matchAll(/^\| (`counter_\w+`) +\| (\w+)/gm)].map(([, name = "", type = ""]) => [
    name,
    type,
  ]);
}

describe("an app with metrics", () => {
  const logged: string[] = [];
  let store: CounterStore;
  let app: FastifyInstance;
  let metrics: string;
  let trouble: StoreError | undefined;
  let delayMs: number;
  beforeEach(async () => {
    const memory = open();
    [trouble, delayMs] = [undefined, 0];
    const increment = async (by: number) => {
      if (delayMs > 0) await pause(delayMs);
      if (trouble) throw trouble;
      return memory.increment(by);
    };
    store = { ...memory, increment };
    logged.length = 0;
    const log = pino({ level: "info" }, { write: (line) => logged.push(line) });
    app = buildApp(store, log, { metrics: { host: "127.0.0.1", port: 0 } });
    await app.listen({ host: "127.0.0.1", port: 0 });
    metrics = /http:\S+\/metrics/.exec(logged.join(""))?.[0] ?? "";
  });
  afterEach(() => app.close());

  test("counts answers by class of their status, and has a zero where there were none", async () => {
    for (const path of ["/", "/", "/?x=1", "/elsewhere", "/health"]) await fetch(app.listeningOrigin + path);
    const series = await scrape(metrics);
    const answered = ["2xx", "3xx", "4xx", "5xx"].map((one) =>
      series.get(`${names.requests}{class="${one}"}`),
    );
    expect(answered).toEqual([4, 0, 1, 0]);
  });

  test("counts visits and the updates that counted them", async () => {
    await Promise.all(Array.from({ length: 20 }, () => fetch(app.listeningOrigin)));
    const series = await scrape(metrics);
    expect(series.get(names.visits)).toBe(20);
    expect(series.get(names.batches)).toBe(series.get(`${names.statements}_count{statement="increment"}`));
    expect(series.get(names.batches)).toBeLessThanOrEqual(20);
  });

  test("tells what nine statements of ten take, of each kind, and which failed", async () => {
    delayMs = 30;
    for (const path of ["/", "/visits", "/health"]) await fetch(app.listeningOrigin + path);
    trouble = new StoreError("rejected", "no");
    await fetch(app.listeningOrigin);
    const series = await scrape(metrics);
    const nineOfTen = (statement: string) =>
      series.get(`${names.statements}{quantile="0.9",statement="${statement}"}`);
    expect(nineOfTen("increment")).toBeGreaterThan(0.025);
    expect(nineOfTen("read")).toBeLessThan(0.025);
    expect(nineOfTen("ping")).toBeLessThan(0.025);
    const failed = ["increment", "read", "ping"].map((one) =>
      series.get(`${names.failures}{statement="${one}"}`),
    );
    expect(failed).toEqual([1, 0, 0]);
  });

  test("counts a statement once that a crowd shares", async () => {
    const answer = Promise.resolve(7);
    const shared = new Metrics(app.server);
    const measured = shared.measured({ ...open(), read: () => answer });
    await Promise.all([measured.read(), measured.read(), measured.read()]);
    expect(await shared.text()).toContain(`${names.statements}_count{statement="read"} 1\n`);
    shared.close();
  });

  test("tells how many wait while they wait", async () => {
    delayMs = 300;
    const visits = [fetch(app.listeningOrigin), fetch(app.listeningOrigin)];
    await until(async () => (await scrape(metrics)).get(names.waiting) === 2, "two visitors wait");
    await Promise.all(visits);
    expect((await scrape(metrics)).get(names.waiting)).toBe(0);
  });

  test("tells of event loop, memory and connections", async () => {
    await fetch(app.listeningOrigin);
    const series = await scrape(metrics);
    expect(series.get(names.memory)).toBeGreaterThan(1e7);
    expect(series.get(names.eventLoop)).toBeLessThan(10);
    expect(series.get(names.httpConnections)).toBeGreaterThanOrEqual(1);
  });

  test("has as many series as before after a thousand addresses that nobody knows", async () => {
    const series = async () =>
      [...(await scrape(metrics)).keys()].filter((name) => name.startsWith("counter_"));
    await app.inject("/unknown");
    const before = await series();
    for (let index = 0; index < 1_000; index++) await app.inject(`/unknown/${index}`);
    await expect(series()).resolves.toEqual(before);
  });

  test.each(["/metrics", "/metrics/", "//metrics", "/%6detrics"])(
    "never has them on the public port: %s",
    async (path) => {
      expect((await fetch(app.listeningOrigin + path)).status).toBe(404);
    },
  );

  test("has nothing else on the port of metrics", async () => {
    expect((await fetch(new URL("/", metrics))).status).toBe(404);
    expect((await fetch(metrics, { method: "POST" })).status).toBe(404);
    await expect(store.read()).resolves.toBe(0);
  });

  test("lets go of the port when it closes", async () => {
    await app.close();
    await expect(fetch(metrics)).rejects.toThrow("fetch failed");
  });
});

test("an app without metrics measures nothing and listens on one port", async () => {
  const logged: string[] = [];
  const app = buildApp(open(), pino({}, { write: (line) => logged.push(line) }));
  await app.listen({ host: "127.0.0.1", port: 0 });
  expect(logged.join("")).not.toContain("Metrics at");
  await app.close();
});

describe("a server on PostgreSQL", () => {
  let postgres: Postgres;
  let artifact: { path: string; remove(): void };
  beforeAll(async () => {
    [postgres, artifact] = await Promise.all([temporaryPostgres(), unpackArtifact()]);
  });
  afterAll(async () => {
    artifact.remove();
    await postgres.stop();
  });

  test("tells how many connections it has to its database, and all that the README lists", async () => {
    const env = environmentFor(await createDatabase(postgres, "measured"));
    await runArtifact(artifact.path, ["migrate"], env).ended;
    const server = await serveArtifact(artifact.path, { ...env, METRICS_PORT: "0" });
    const address = () => /http:[^" ]+\/metrics/.exec(server.output())?.[0];
    await until(() => address() !== undefined, "metrics are served");
    await fetch(server.url);
    await fetch(`${server.url}/health`);
    expect((await scrape(address() ?? "")).get(names.databaseConnections)).toBeGreaterThanOrEqual(2);
    const own = (await types(address() ?? "")).filter(([name]) => name?.startsWith("counter_"));
    expect(own.map(([name, type]) => [`\`${name}\``, type]).sort()).toEqual(documented().sort());
    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
  });
});
