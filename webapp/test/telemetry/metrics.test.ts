import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { FastifyInstance } from "fastify";
import parse from "parse-prometheus-text-format";
import { pino } from "pino";
import type { Postgres } from "../../../local/postgres";
import { environmentFor } from "../../../local/web-app";
import { buildApp } from "../../src/http/app";
import { Histogram } from "../../src/telemetry/metrics/registry";
import { open } from "../../src/store/memory";
import { type CounterStore, StoreError } from "../../src/store/store";
import { runArtifact, serveArtifact, unpackArtifact, until } from "../support/artifact";
import { createDatabase, temporaryPostgres } from "../support/database";

interface Sample {
  readonly value?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Every family by its name, as another implementation reads them. */
async function scrape(url: string): Promise<Map<string, readonly Sample[]>> {
  const answer = await fetch(url);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const families = parse(await answer.text());
  return new Map(families.map(({ name, metrics }) => [name, metrics as Sample[]]));
}

/** The lines themselves: that parser takes the labels of a histogram for one. */
async function lines(url: string): Promise<string[]> {
  return (await (await fetch(url)).text()).split("\n");
}

describe("a histogram", () => {
  test("counts each value in the first bucket that holds it, and in all that are larger", () => {
    const histogram = new Histogram([1, 2]);
    for (const value of [0.5, 1, 1.5, 7]) histogram.observe(value);
    expect(histogram.lines("size", 'kind="x"')).toEqual([
      'size_bucket{kind="x",le="1"} 2',
      'size_bucket{kind="x",le="2"} 3',
      'size_bucket{kind="x",le="+Inf"} 4',
      'size_sum{kind="x"} 10',
      'size_count{kind="x"} 4',
    ]);
  });
});

describe("an app with metrics", () => {
  const logged: string[] = [];
  let store: CounterStore;
  let app: FastifyInstance;
  let metrics: string;
  let trouble: StoreError | undefined;
  beforeEach(async () => {
    const memory = open();
    trouble = undefined;
    store = { ...memory, increment: (by) => (trouble ? Promise.reject(trouble) : memory.increment(by)) };
    logged.length = 0;
    const log = pino({ level: "info" }, { write: (line) => logged.push(line) });
    app = buildApp(store, log, { metrics: { host: "127.0.0.1", port: 0 } });
    await app.listen({ host: "127.0.0.1", port: 0 });
    metrics = /http:\S+\/metrics/.exec(logged.join(""))?.[0] ?? "";
  });
  afterEach(() => app.close());

  test("tells how long requests took, by path and by kind of answer", async () => {
    for (const path of ["/", "/", "/?x=1", "/elsewhere", "/health"]) await fetch(app.listeningOrigin + path);
    const counts = (await lines(metrics)).filter((line) =>
      line.startsWith("http_request_duration_seconds_count"),
    );
    expect(counts).toEqual([
      'http_request_duration_seconds_count{path="/",status="2xx"} 3',
      'http_request_duration_seconds_count{path="other",status="4xx"} 1',
      'http_request_duration_seconds_count{path="/health",status="2xx"} 1',
    ]);
  });

  test("tells how many visits an update counted, how long that took, and how updates ended", async () => {
    await Promise.all(Array.from({ length: 20 }, () => fetch(app.listeningOrigin)));
    trouble = new StoreError("rejected", "no");
    await fetch(app.listeningOrigin);
    const text = await lines(metrics);
    const count = (series: string) =>
      Number(
        text
          .find((line) => line.startsWith(`${series} `))
          ?.split(" ")
          .at(-1),
      );
    const committed = count('counter_update_duration_seconds_count{outcome="committed"}');
    expect(committed).toBeGreaterThan(0);
    expect(count("counter_batch_visits_count")).toBe(committed);
    expect(count("counter_batch_visits_sum")).toBe(20);
    expect(count('counter_update_duration_seconds_count{outcome="rejected"}')).toBe(1);
  });

  test("tells of queue, connections, event loop and memory", async () => {
    const families = await scrape(metrics);
    const value = (name: string) => Number(families.get(name)?.[0]?.value);
    expect(families.get("counter_visitors")?.map(({ labels }) => labels?.state)).toEqual([
      "queued",
      "in_flight",
    ]);
    expect(value("http_connections")).toBeGreaterThanOrEqual(0);
    expect(families.get("nodejs_eventloop_delay_seconds")).toHaveLength(3);
    expect(value("process_resident_memory_bytes")).toBeGreaterThan(1e7);
    expect(value("process_start_time_seconds")).toBeLessThan(Date.now() / 1_000);
    expect(value("process_cpu_seconds_total")).toBeGreaterThan(0);
  });

  test("has as many series as before after a thousand addresses that nobody knows", async () => {
    const series = async () => [...(await scrape(metrics)).values()].flat().length;
    await app.inject("/unknown");
    const before = await series();
    for (let index = 0; index < 1_000; index++) await app.inject(`/unknown/${index}`);
    await expect(series()).resolves.toBe(before);
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

  test("tells how many connections it has to its database", async () => {
    const env = environmentFor(await createDatabase(postgres, "measured"));
    await runArtifact(artifact.path, ["migrate"], env).ended;
    const server = await serveArtifact(artifact.path, { ...env, METRICS_PORT: "0" });
    const address = () => /http:[^" ]+\/metrics/.exec(server.output())?.[0];
    await until(() => address() !== undefined, "metrics are served");
    await fetch(server.url);
    await fetch(`${server.url}/health`);
    const families = await scrape(address() ?? "");
    expect(Number(families.get("database_connections")?.[0]?.value)).toBeGreaterThanOrEqual(2);
    expect(families.get("database_statements")?.[0]?.value).toBe("0");
    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
  });
});
