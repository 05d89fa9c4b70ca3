import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type Server, serveArtifact, unpackArtifact } from "../support/artifact";
import { exchange, openRaw } from "../support/raw";
import { visit, lastVisit, html } from "./requests";

describe("50 connections with 2,000 requests each, whose answers nobody reads", () => {
  const VISITS = 2_000;
  let artifact: { path: string; remove(): void };
  let server: Server;
  beforeAll(async () => (artifact = await unpackArtifact()));
  afterEach(async () => {
    server.process.kill("SIGKILL");
    await server.ended;
  });
  afterAll(() => artifact.remove());

  const procfs = (file: string) => readFileSync(`/proc/${server.process.pid}/${file}`, "utf8");
  const peakMiB = () => Number(/VmHWM:\s*(\d+) kB/.exec(procfs("status"))?.[1]) / 1_024;
  /** Time of a processor that the server had, in ticks of 10 ms; longer than that, nobody waits for it. */
  const cpuMs = () =>
    procfs("stat")
      .split(") ")[1]!
      .split(" ")
      .slice(11, 13)
      .reduce((sum, ticks) => sum + 10 * Number(ticks), 0);

  const onLinux = process.platform === "linux" ? test : test.skip;
  onLinux.each([
    ["", html],
    [" of 256 MiB", html],
    ["", html.replace("/", "/nowhere")],
  ])("leave a server with a heap%s small and healthy", async (heap, request) => {
    const NODE_OPTIONS = heap === "" ? "" : "--max-old-space-size=256";
    server = await serveArtifact(artifact.path, { DB_DRIVER: "memory", NODE_OPTIONS });
    // What a server compiles when it is first asked, it compiles once.
    for (let round = 0; round < 100; round++) await exchange(server.url, visit.repeat(20) + lastVisit);
    const [cpuBefore, healthBefore] = [cpuMs(), await fetch(`${server.url}/health`)];
    const silent = await Promise.all(Array.from({ length: 50 }, () => openRaw(server.url)));
    for (const { socket } of silent) socket.pause().write(request.repeat(VISITS));
    await pause(50);
    const health = await fetch(`${server.url}/health`);
    expect([healthBefore.status, health.status]).toEqual([200, 200]);
    expect(cpuMs() - cpuBefore).toBeLessThan(1_000);
    await pause(500);
    expect(peakMiB()).toBeLessThan(130);
    for (const { socket } of silent) socket.destroy();
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });
});
