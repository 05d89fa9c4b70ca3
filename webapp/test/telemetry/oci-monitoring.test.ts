import { execFile } from "node:child_process";
import { hostname } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Counter, Registry, Summary } from "prom-client";
import { metricNames as names } from "../../src/telemetry/metrics/names";
import { LAST_POST_MS, metricPosts, type OciMetrics } from "../../src/telemetry/metrics/oci-monitoring";
import { type Server, serveSource, until } from "../support/artifact";
import { isSigned } from "../support/oci-signature";
import { type MetricPost, OkePod } from "../support/oke";

const config: OciMetrics = {
  region: "eu-frankfurt-1",
  compartmentId: "ocid1.compartment.oc1..example",
  namespace: "app_counter_web",
  names: [names.visits, names.failures, names.statements],
};

interface Stream {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly datapoints: readonly { readonly timestamp: string; readonly value: number }[];
}

const streamsOf = (body: string) => (JSON.parse(body) as { metricData: Stream[] }).metricData;
const visitsOf = ({ body }: MetricPost) =>
  streamsOf(body).find(({ name }) => name === names.visits)?.datapoints[0]?.value;

describe("a request to OCI Monitoring", () => {
  const at = new Date("2026-11-27T12:00:00Z");
  const made = async (registry: Registry, more: Partial<OciMetrics> = {}) =>
    metricPosts({ ...config, ...more }, await registry.getMetricsAsJSON(), "pod-1", at);

  test("has each series that is asked for, with its labels and its pod for dimensions, and no other", async () => {
    const registry = new Registry();
    const common = { help: "-", registers: [registry] };
    new Counter({ ...common, name: names.visits }).inc(5);
    new Counter({ ...common, name: names.batches }).inc(2);
    const failures = new Counter({ ...common, name: names.failures, labelNames: ["statement"] });
    failures.inc({ statement: "read" }, 0);
    const seconds = { ...common, name: names.statements, labelNames: ["statement"], percentiles: [0.9] };
    new Summary(seconds).observe({ statement: "ping" }, 0.25);
    const [body, ...rest] = await made(registry);
    expect(rest).toEqual([]);
    const stream = (name: string, dimensions: object, value: number) => ({
      namespace: "app_counter_web",
      compartmentId: "ocid1.compartment.oc1..example",
      name,
      dimensions: { ...dimensions, pod: "pod-1" },
      datapoints: [{ timestamp: "2026-11-27T12:00:00.000Z", value }],
    });
    expect(streamsOf(body!)).toEqual([
      stream(names.visits, {}, 5),
      stream(names.failures, { statement: "read" }, 0),
      stream(names.statements, { statement: "ping", quantile: "0.9" }, 0.25),
    ]);
  });

  test("has at most 50 streams; more are further requests", async () => {
    const registry = new Registry();
    const labelled = { name: names.failures, help: "-", labelNames: ["statement"], registers: [registry] };
    const failures = new Counter(labelled);
    for (let one = 0; one < 101; one++) failures.inc({ statement: `s${one}` });
    expect((await made(registry)).map((body) => streamsOf(body).length)).toEqual([50, 50, 1]);
  });

  test("is none where nothing was measured", async () => {
    await expect(made(new Registry())).resolves.toEqual([]);
  });
});

describe("the app in a pod of OKE", () => {
  let pod: OkePod;
  let server: Server;
  beforeEach(async () => {
    pod = await OkePod.start();
  });
  afterEach(async () => {
    server.process.kill("SIGKILL");
    await server.ended;
    await pod.stop();
  });

  const start = async (minuteMs = 200) => {
    const preload = `--import=${path.resolve(__dirname, "../support/minutes.mjs")}`;
    server = await serveSource({
      ...pod.environment,
      NODE_OPTIONS: `${pod.environment.NODE_OPTIONS} ${preload}`,
      MINUTE_MS: String(minuteMs),
      DB_DRIVER: "memory",
      METRICS_OCI: JSON.stringify(config),
    });
  };
  const stop = async () => {
    const begin = performance.now();
    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
    return performance.now() - begin;
  };

  test("posts each minute what was counted until then, and the rest when it ends", async () => {
    await start();
    await fetch(server.url);
    await until(() => pod.posts.filter((post) => visitsOf(post) === 1).length > 1, "it is posted twice");
    await fetch(server.url);
    await stop();
    expect(visitsOf(pod.posts.at(-1)!)).toBe(2);
    for (const { method, url, body } of pod.posts) {
      expect([method, url]).toEqual(["POST", "/20180401/metrics"]);
      for (const { dimensions } of streamsOf(body)) expect(dimensions.pod).toBe(hostname());
    }
    expect(pod.sessions).toBe(1);
  });

  test("opens another session before one ends, and signs with its key", async () => {
    pod.sessionSeconds = 1;
    await start();
    await until(() => pod.posts.length > 2, "it has posted");
    expect(pod.sessions).toBeGreaterThan(1);
    for (const post of pod.posts) expect(isSigned(post)).toBe(true);
    await stop();
  });

  test("is refused for a while: says so once and when that is over, counts visits, and stays ready", async () => {
    const refusals: [number, string][] = [
      [
        404,
        '{"code":"NotAuthorizedOrNotFound","message":"Authorization failed or requested resource not found."}',
      ],
      [429, '{"code":"TooManyRequests","message":"Too many requests for the tenant"}'],
      [503, "not JSON"],
      [200, '{"failedMetricsCount":1,"failedMetrics":[{"message":"too old"}]}'],
      [200, "not JSON"],
    ];
    const answers = [...refusals];
    pod.answerMetrics = () => answers.shift() ?? [200, '{"failedMetricsCount":0}'];
    await start();
    await until(() => pod.posts.length > refusals.length, "it is taken again");
    await until(() => server.output().includes("metrics are posted to OCI Monitoring again"), "it says so");
    for (const path of ["/", "/ready", "/live"]) expect((await fetch(server.url + path)).status).toBe(200);
    await stop();
    const complaints = server.output().match(/metrics could not be posted[^\n]*/g);
    expect(complaints).toHaveLength(1);
    expect(server.output()).toContain("it answered 404 {");
    expect(server.output()).not.toContain("ST$");
  });

  test("is refused an identity, and gets one later, with the token that is mounted by then", async () => {
    pod.mountToken("of yesterday");
    await start();
    await until(() => server.output().includes("it answered 401"), "it says so");
    expect((await fetch(server.url)).status).toBe(200);
    pod.mountToken(pod.accountToken);
    await until(() => pod.posts.length > 0, "it posts");
    await stop();
  });

  test("answers visits and ends in time, though OCI Monitoring does not answer", async () => {
    pod.answerMetrics = () => new Promise(() => undefined);
    await start();
    await until(() => pod.posts.length > 0, "it has posted");
    expect((await fetch(server.url)).status).toBe(200);
    const took = await stop();
    // The one that hung went at once, so that the last one could be sent.
    expect(visitsOf(pod.posts.at(-1)!)).toBe(1);
    expect(took).toBeLessThan(LAST_POST_MS + 2_000);
  });

  test("sends what Oracle's SDK sends, signed as that signs it", async () => {
    await start(60_000);
    await fetch(server.url);
    await stop();
    const [ours] = pod.posts as [MetricPost];
    const client = path.resolve(__dirname, "../support/oracle-client.mjs");
    await promisify(execFile)(process.execPath, [client], { env: { ...pod.environment, BODY: ours.body } });
    const [, theirs] = pod.posts as [MetricPost, MetricPost];
    expect([theirs.method, theirs.url]).toEqual([ours.method, ours.url]);
    expect(JSON.parse(theirs.body)).toEqual(JSON.parse(ours.body));
    const signed = ({ headers }: MetricPost) => /headers="([^"]+)"/.exec(String(headers.authorization))?.[1];
    expect(signed(ours)).toBe(signed(theirs));
    for (const name of ["content-type", "host"]) expect(ours.headers[name]).toBe(theirs.headers[name]);
    expect([isSigned(ours), isSigned(theirs)]).toEqual([true, true]);
  });
});
