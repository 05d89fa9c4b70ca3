import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Program } from "../../../constructs/kubernetes";
import { objectsOf, workload } from "../../support/workload";

let folder: string;
let store: Server;
let answer: { status: number; bytes: Buffer };
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "counterpart-fetch-"));
  answer = { status: 200, bytes: readFileSync(workload.app.artifact.path) };
  store = createServer((_, response) => response.writeHead(answer.status).end(answer.bytes));
  await new Promise<void>((listening) => store.listen(0, "127.0.0.1", listening));
});
afterEach(async () => {
  await new Promise((closed) => (store.closeAllConnections(), store.close(closed)));
  rmSync(folder, { recursive: true });
});

/** Runs the container that fetches, as the manifest says it, but into a folder of the test. */
async function fetchArtifact(): Promise<{ code: number | null; said: string }> {
  const { port } = store.address() as AddressInfo;
  const program = Program.artifact({ url: `http://127.0.0.1:${port}/artifact` });
  const { template } = objectsOf("Job", { program })[0]?.spec as {
    template: { spec: { initContainers: { command: string[]; args: string[] }[] } };
  };
  const { command = [], args = [] } = template.spec.initContainers[0] ?? {};
  const given = [...command.slice(1), ...args].map((each) => (each === "/app" ? folder : each));
  const child = spawn(process.execPath, given, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const said = await text(child.stderr);
  return { code: await ended, said };
}

describe("A pod without an image of the app", () => {
  test("unpacks the artifact that servers get", async () => {
    await expect(fetchArtifact()).resolves.toEqual({ code: 0, said: "" });
    expect(readdirSync(folder)).toEqual([workload.app.entryPoint]);
  });

  test("does not start with other bytes", async () => {
    answer.bytes = Buffer.concat([answer.bytes, Buffer.from("more")]);
    const { code, said } = await fetchArtifact();
    expect(code).toBe(1);
    expect(said).toMatch(/^the artifact is another one: its digest is [0-9a-f]{64}, not [0-9a-f]{64}\n$/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("says what the store answers where that has none", async () => {
    answer.status = 403;
    await expect(fetchArtifact()).resolves.toEqual({ code: 1, said: "the artifact's store answers 403\n" });
  });
});
