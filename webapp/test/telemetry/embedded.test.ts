import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { Counter, Gauge, Registry, Summary } from "prom-client";
import { pino } from "pino";
import { buildApp } from "../../src/http/app";
import { type EmbeddedMetrics, EmbeddedMetricLines } from "../../src/telemetry/metrics/embedded";
import { metricNames as names } from "../../src/telemetry/metrics/names";
import { open } from "../../src/store/memory";
import { serveArtifact, unpackArtifact } from "../support/artifact";

interface Line {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

/** What CloudWatch makes of a line, by its specification: each metric with its dimensions and its value. */
function extracted(text: string): Record<string, number> {
  const line = JSON.parse(text) as Line;
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  return Object.fromEntries(
    line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Dimensions.flatMap((dimensions) =>
        Metrics.map(({ Name }): [string, number] => {
          expect(dimensions.length).toBeLessThanOrEqual(30);
          expect(typeof line[Name]).toBe("number");
          const values = dimensions.map((dimension) => {
            expect(typeof line[dimension]).toBe("string");
            return `${dimension}=${String(line[dimension])}`;
          });
          return [`${Namespace} ${Name} ${values.sort().join(" ")}`, line[Name] as number];
        }),
      ),
    ),
  );
}

const embedded: EmbeddedMetrics = {
  namespace: "counter",
  dimensions: { WebTier: "web" },
  series: [
    { name: names.visits },
    { name: names.waiting },
    { name: names.failures },
    { name: names.statements, labels: { statement: "increment", quantile: "0.9" } },
  ],
};

describe("lines in the embedded metric format", () => {
  let registry: Registry;
  let visits: Counter;
  let failures: Counter;
  beforeEach(() => {
    registry = new Registry();
    const registers = [registry];
    visits = new Counter({ name: names.visits, help: "-", registers });
    failures = new Counter({ name: names.failures, help: "-", labelNames: ["statement"], registers });
    new Gauge({ name: names.waiting, help: "-", registers }).set(7);
    const summary = { name: names.statements, help: "-", labelNames: ["statement"], percentiles: [0.5, 0.9] };
    const seconds = new Summary({ ...summary, registers });
    for (let one = 1; one <= 10; one++) seconds.observe({ statement: "increment" }, one / 100);
    seconds.observe({ statement: "ping" }, 5);
  });
  const next = async (lines: EmbeddedMetricLines) =>
    Object.assign(
      {},
      ...lines.next(await registry.getMetricsAsJSON(), 1_790_000_000_000).map(extracted),
    ) as Record<string, number>;

  test("have what a counter grew by since the lines before, over all of its labels", async () => {
    const lines = new EmbeddedMetricLines(embedded);
    visits.inc(5);
    failures.inc({ statement: "read" }, 1);
    failures.inc({ statement: "ping" }, 2);
    expect(await next(lines)).toMatchObject({
      [`counter ${names.visits} WebTier=web`]: 5,
      [`counter ${names.failures} WebTier=web`]: 3,
    });
    visits.inc(2);
    expect(await next(lines)).toMatchObject({
      [`counter ${names.visits} WebTier=web`]: 2,
      [`counter ${names.failures} WebTier=web`]: 0,
    });
  });

  test("have a gauge as it is, and the quantile of the statement that is asked for", async () => {
    const found = await next(new EmbeddedMetricLines(embedded));
    expect(found[`counter ${names.waiting} WebTier=web`]).toBe(7);
    const seconds = `counter ${names.statements} WebTier=web quantile=0.9 statement=increment`;
    expect(found[seconds]).toBeGreaterThan(0.08);
    expect(found[seconds]).toBeLessThan(0.11);
    expect(Object.keys(found).filter((name) => name.includes(names.statements))).toEqual([seconds]);
  });

  test("leave out what was not measured, and are none where nothing was", async () => {
    const series = [
      { name: "nothing_of_the_kind" },
      { name: names.statements, labels: { statement: "read" } },
    ];
    expect(await next(new EmbeddedMetricLines({ ...embedded, series }))).toEqual({});
  });
});

describe("an app that embeds its metrics", () => {
  afterEach(() => void jest.useRealTimers());

  test("writes a minute's lines each minute, and the rest when it closes", async () => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "setTimeout"] });
    const written: string[] = [];
    const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    const app = buildApp(open(), pino({ level: "silent" }), { embeddedMetrics: embedded });
    await app.ready();
    const visited = () =>
      written.map((line) => extracted(line)[`counter ${names.visits} WebTier=web`]).filter(Number.isFinite);
    try {
      for (const count of [3, 0]) {
        await Promise.all(Array.from({ length: count }, () => app.inject("/")));
        jest.advanceTimersByTime(60_000);
        await pause(50);
      }
      expect(visited()).toEqual([3, 0]);
      await app.inject("/");
      await app.close();
      expect(visited()).toEqual([3, 0, 1]);
    } finally {
      write.mockRestore();
    }
  });

  test("is the artifact with `METRICS_EMBEDDED`, which needs no port", async () => {
    const folder = await unpackArtifact();
    const server = await serveArtifact(folder.path, {
      DB_DRIVER: "memory",
      METRICS_EMBEDDED: JSON.stringify(embedded),
    });
    await fetch(server.url);
    server.process.kill("SIGTERM");
    expect(await server.ended).toBe(0);
    const lines = server
      .output()
      .split("\n")
      .filter((line) => line.includes("_aws"));
    expect(Object.assign({}, ...lines.map(extracted))).toMatchObject({
      [`counter ${names.visits} WebTier=web`]: 1,
    });
    folder.remove();
  });
});
