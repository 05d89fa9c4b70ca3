import { Agent, request } from "node:http";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect } from "@jest/globals";
import { testWith } from "../../../__tests__/support/skip";
import { type Server, serveArtifact, unpackArtifact } from "../support/artifact";
import { haproxy, nginxByDefault, nginxStreaming, type Proxy, proxy } from "../support/proxy";

const MB = 1_000_000;
/** As many uploads of each size at once. */
const AT_ONCE = 4;

interface Upload {
  readonly method?: string;
  readonly path: string;
  readonly bytes: number;
  /** Pause after each eighth, in milliseconds. */
  readonly everyMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const uploads: readonly (Upload & { readonly times: number; readonly status: number })[] = [
  { path: "/", bytes: 20_000, times: 40, status: 405 },
  { path: "/nowhere", bytes: 200_000, times: 40, status: 404 },
  { path: "/health", bytes: 2 * MB, times: 60, status: 405 },
  { path: "/nowhere", bytes: 20 * MB, times: 5, status: 404 },
  { path: "/", bytes: 800, everyMs: 50, times: 20, status: 405 },
  { path: `/${"x".repeat(3_000)}`, bytes: 2 * MB, times: 20, status: 414 },
  { method: "GET", path: "/", bytes: 0, times: 10, status: 431, headers: { "x-long": "x".repeat(20_000) } },
  { method: "GET", path: "/live", bytes: 2 * MB, times: 5, status: 200 },
];

let artifact: { path: string; remove(): void };
let server: Server;
let between: Proxy | undefined;
let agent: Agent;
beforeAll(async () => {
  artifact = await unpackArtifact();
  server = await serveArtifact(artifact.path, { DB_DRIVER: "memory" });
  agent = new Agent({ keepAlive: true });
});
afterEach(() => between?.stop());
afterAll(async () => {
  agent.destroy();
  server.process.kill("SIGKILL");
  await server.ended;
  artifact.remove();
});

async function* pieces(bytes: number, everyMs: number): AsyncGenerator<Buffer> {
  const eighth = Buffer.alloc(bytes / 8);
  for (let piece = 0; piece < 8; piece++) {
    yield eighth;
    if (everyMs > 0) await pause(everyMs);
  }
}

/** Status of the answer to a visitor who sends a body; 0 where its connection breaks before the answer. */
function statusOf({ method = "POST", path, bytes, everyMs = 0, headers = {} }: Upload): Promise<number> {
  return new Promise((resolve) => {
    const options = { method, agent, headers: { ...headers, "content-length": bytes } };
    const outgoing = request(`${between!.url}${path}`, options, (answer) => {
      answer.resume().once("close", () => resolve(answer.statusCode ?? 0));
    }).on("error", () => resolve(0));
    Readable.from(pieces(bytes, everyMs)).pipe(outgoing);
  });
}

/** Number of answers of each status. */
async function tally(upload: Upload, times: number): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  let left = times;
  const one = async () => {
    while (left-- > 0) {
      const status = await statusOf(upload);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return statuses;
}

describe("200 uploads that are refused reach their visitors as the server refused them", () => {
  const proxies = [
    ["nginx", "nginx", nginxByDefault],
    ["nginx", "nginx that streams", nginxStreaming],
    ["haproxy", "HAProxy", haproxy],
  ] as const;
  for (const [program, name, configuration] of proxies)
    testWith(program, `through ${name}`, async () => {
      between = await proxy(program, configuration, server.url);
      for (const { times, status, ...upload } of uploads)
        expect({ ...upload, told: await tally(upload, times) }).toEqual({
          ...upload,
          told: { [status]: times },
        });
      expect((await fetch(between.url)).status).toBe(200);
    });
});
