import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { profiles } from "../stacks/context/profiles";
import { counterApp } from "../stacks/counter-app";
import { counterMetrics } from "../stacks/counter-metrics";
import { OciStack } from "../stacks/oci-stack";
import { defaultCoalescerLimits } from "../webapp/src/counting/coalescer";
import { defaultLimits } from "../webapp/src/store/single-connection";
import { type Server, serveArtifact, unpackArtifact } from "../webapp/test/support/artifact";
import { synth } from "./support/synth";

describe("the visit counter whose database is away", () => {
  let artifact: { path: string; remove(): void };
  let server: Server;
  beforeAll(async () => {
    artifact = await unpackArtifact();
    server = await serveArtifact(artifact.path, {
      DB_DRIVER: "pg",
      DB_HOST: "127.0.0.1",
      // Nobody listens there.
      DB_PORT: "1",
      DB_NAME: "counter",
      DB_USER: "webapp",
      DB_CREDENTIALS: "env",
      DB_PASSWORD: "canary",
      DB_TLS: "off",
    });
  });
  afterAll(async () => {
    server.process.kill("SIGTERM");
    await server.ended;
    artifact.remove();
  });

  test("is ill to balancers, and alive to what would start it again", async () => {
    const statusOf = async (path: string) => (await fetch(server.url + path)).status;
    expect(await statusOf(counterApp.healthPath)).toBe(503);
    expect(await statusOf(counterApp.livePath)).toBe(200);
  });
});

test("alarms ring at half of what a server holds, and at half of what a visitor waits for the counter's update", () => {
  const alarms = Object.fromEntries(counterMetrics.alarms.map((alarm) => [alarm.name, alarm]));
  expect(alarms["visitors-waiting"]!.above * 2).toBe(defaultCoalescerLimits.visitors);
  expect(alarms["database-latency"]!.above * 2_000).toBe(defaultLimits.statementMs);
  expect(alarms["database-latency"]!.metric.labels).toMatchObject({ statement: "increment" });
});

test("a deployment on OCI has the storage that its form asks for", () => {
  const { resource } = synth(new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab }));
  const [database] = Object.values(resource.oci_database_autonomous_database!);
  expect(database!.data_storage_size_in_gb).toBe("${var.database_storage_gb}");
});
