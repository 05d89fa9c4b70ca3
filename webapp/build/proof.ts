import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { unpack } from "./unpack";

const run = promisify(execFile);

/** Longest that the artifact may take to start, on a machine that does much else. */
const LIMIT_MS = 60_000;

/**
 * Proves that an artifact starts: every file of its program loads where no `node_modules` is near, and its server
 * counts a visit. Bundling alone proves neither, because a package that is missing in part, or there in another version, can be bundled.
 */
export async function proveStart(artifact: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "artifact-"));
  try {
    await unpack(artifact, folder);
    await Promise.all([loadAll(folder), countOnce(folder)]);
  } catch (cause) {
    throw new Error("the artifact does not start; `npm ci` installs what it is made of anew", { cause });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Loads what only some deployments load: each driver and each cloud's SDK. */
async function loadAll(folder: string): Promise<void> {
  const parts = readdirSync(folder).filter((file) => file.endsWith(".mjs") && file !== "counter.mjs");
  const imports = parts.map((file) => `import "./${file}";`).join("");
  const exit = "process.exit();";
  await run(process.execPath, ["--input-type=module", "--eval", imports + exit], {
    cwd: folder,
    timeout: LIMIT_MS,
  });
}

async function countOnce(folder: string): Promise<void> {
  const server = spawn(process.execPath, [path.join(folder, "counter.mjs"), "serve"], {
    env: { DB_DRIVER: "memory", HOST: "127.0.0.1", PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT_MS,
  });
  const ended = new Promise((resolve) => server.once("close", resolve));
  try {
    const answer = await fetch(await address(server));
    const text = await answer.text();
    if (text !== "Page visited 1 times!\n")
      throw new Error(`the first visitor got ${answer.status}: ${text}`);
  } finally {
    server.kill();
    await ended;
  }
}

/** Resolves to the address that the server listens on; rejects with what it wrote when it ends. */
function address(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    for (const stream of [server.stdout, server.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        const [, url] = /Server listening at (http:[^"]+)/.exec(output) ?? [];
        if (url !== undefined) resolve(url);
      });
    server.once("close", () => reject(new Error(`the server ended:\n${output}`)));
  });
}
