import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { bootScript } from "../../../constructs/server/boot-script";
import { freePort } from "../../../local/loopback";
import { startPostgres } from "../../../local/postgres";
import { unpack } from "../../../webapp/build/unpack";
import { environmentFor } from "../../../local/web-app";
import { counterApp } from "../../../stacks/counter-app";
import { unitsIn } from "../../support/boot";
import { has } from "../../support/skip";

const folder = mkdtempSync(join(tmpdir(), "counterpart-sandbox-"));
// PostgreSQL does not run as root, and its own user must get here.
chmodSync(folder, 0o755);
const possible = has("strace") && has("systemd-analyze");

/** Values of a setting of the app's unit in the boot script, a line each. */
function settings(script: string, name: string): string[] {
  const unit = unitsIn(script)[`${counterApp.name}.service`] ?? "";
  return [...unit.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].map(([, value]) => value!);
}

/** System calls that a group such as `@system-service` stands for. */
function expand(word: string): string[] {
  if (!word.startsWith("@")) return [word];
  const listing = execFileSync("systemd-analyze", ["syscall-filter", word], { encoding: "utf8" });
  const members = [...listing.matchAll(/^ {4}(@?[\w-]+)$/gm)].map(([, member]) => member!);
  return members.flatMap(expand);
}

/** System calls that the filters of a unit let through: the first lists what is allowed, `~` takes away. */
function allowedCalls(filters: readonly string[]): Set<string> {
  const allowed = new Set<string>();
  for (const filter of filters) {
    const calls = filter.replace(/^~/, "").split(" ").flatMap(expand);
    for (const call of calls) {
      if (filter.startsWith("~")) allowed.delete(call);
      else allowed.add(call);
    }
  }
  return allowed;
}

/** Runs a command of the artifact under strace, until it ends or `whileRunning` has. */
async function trace(
  command: string,
  env: NodeJS.ProcessEnv,
  whileRunning?: () => Promise<void>,
): Promise<string> {
  const file = join(folder, `${command}.strace`);
  const program = [process.execPath, join(folder, "app", counterApp.entryPoint), command];
  const traced = spawn("strace", ["-f", "-qq", "-o", file, ...program], { env, stdio: "ignore" });
  const ended = new Promise((resolve) => traced.once("close", resolve));
  await whileRunning?.();
  // strace hands a signal on to the program that it traces.
  if (whileRunning) execFileSync("pkill", ["-TERM", "-P", String(traced.pid)]);
  await ended;
  return readFileSync(file, "utf8");
}

async function visit(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}`;
  const healthy = () =>
    fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await healthy())) await new Promise((resolve) => setTimeout(resolve, 50));
  for (let visits = 0; visits < 20; visits++) expect((await fetch(url)).ok).toBe(true);
}

(possible ? describe : describe.skip)(
  `the sandbox that systemd puts around the app${possible ? "" : " (needs strace and systemd-analyze)"}`,
  () => {
    const script = bootScript({
      app: counterApp,
      connection: { driver: "pg", environment: {}, migration: {} },
      runtime: { install: "dnf install nodejs24", binary: "/usr/bin/node-24" },
      source: { host: "example.com", download: 'curl --output "$archive" https://example.com' },
      ingress: { keepAliveSeconds: 75, requestIdHeader: "X-Request-Id" },
      place: "Somewhere",
    });
    let calls: string;

    beforeAll(async () => {
      await unpack(counterApp.artifact.path, join(folder, "app"));
      const database = await startPostgres({ folder: join(folder, "postgres"), tls: true });
      try {
        const port = await freePort();
        const env = { ...environmentFor(database), HOST: "127.0.0.1", PORT: String(port) };
        calls = await trace("migrate", env);
        calls += await trace("serve", env, () => visit(port));
      } finally {
        await database.stop();
      }
    });

    test("lets through every system call that the app makes", () => {
      const allowed = allowedCalls(settings(script, "SystemCallFilter"));
      const made = new Set([...calls.matchAll(/^\d+ +([a-z_0-9]+)\(/gm)].map(([, call]) => call!));
      expect(made.size).toBeGreaterThan(40);
      // strace's own first act; systemd calls it before the filter is in force.
      made.delete("execve");
      expect([...made].filter((call) => !allowed.has(call))).toEqual([]);
    });

    test("lets through every kind of socket that the app opens", () => {
      const [families = ""] = settings(script, "RestrictAddressFamilies");
      const opened = new Set([...calls.matchAll(/\bsocket\((\w+)/g)].map(([, family]) => family!));
      expect(opened).toContain("AF_INET");
      expect([...opened].filter((family) => !families.split(" ").includes(family))).toEqual([]);
    });

    test("answers a forbidden system call with an error instead of ending the app", () => {
      expect(settings(script, "SystemCallErrorNumber")).toEqual(["EPERM"]);
    });
  },
);
