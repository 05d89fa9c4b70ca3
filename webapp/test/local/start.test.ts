import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { freePort } from "../../../local/loopback";
import { succeeds } from "../../../__tests__/support/skip";
import { until } from "../support/artifact";
import { temporaryFolder } from "../support/database";
import { rawService } from "../support/service";

const run = promisify(execFile);
const root = path.resolve(__dirname, "../../..");

let folder: { path: string; remove(): void };
let started: ChildProcess[];
beforeEach(() => {
  folder = temporaryFolder();
  started = [];
});
afterEach(async () => {
  for (const child of started) child.kill("SIGTERM");
  await until(() => left().length === 0, "everything has stopped", 60_000);
  folder.remove();
});

/** Processes that know of this test's folder. */
function left(): string[] {
  const lines = execFileSync("ps", ["-A", "-ww", "-o", "pid=,args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.includes(folder.path));
}

/** `npm start`, after its build, with folders of the test's own. */
function start(port: number | string, more: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", "local/start.ts"], {
    cwd: root,
    env: { ...process.env, PORT: String(port), ...folders(), ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, ended, output: () => output };
}

const folders = () => ({
  DATA_FOLDER: path.join(folder.path, "data"),
  CDKTF_OUTDIR: path.join(folder.path, "out"),
});

async function page(port: number): Promise<string> {
  return (await (await fetch(`http://localhost:${port}/`)).text()).trimEnd();
}

describe("npm start", () => {
  test("shows the page and both stacks, leaves nothing running after Ctrl-C, and goes on counting the next time", async () => {
    const port = await freePort();
    const first = start(port);
    await until(
      () => first.output().includes("Next") || first.child.exitCode !== null,
      "all is there",
      60_000,
    );
    expect(first.output()).toContain(`http://localhost:${port}`);
    expect(first.output()).toMatch(/aws-stack +.*out\/stacks\/aws-stack\/cdk\.tf\.json/);
    expect(first.output()).toMatch(/oci-stack +.*out\/stacks\/oci-stack\/cdk\.tf\.json/);
    expect(first.output()).toContain("npx cdktf deploy aws-stack");
    await expect(page(port)).resolves.toBe("Page visited 1 times!");
    await expect(page(port)).resolves.toBe("Page visited 2 times!");
    first.child.kill("SIGINT");
    await expect(first.ended).resolves.toBe(0);
    expect(left()).toEqual([]);

    const second = start(port);
    await until(() => second.output().includes("page "), "the page is there", 30_000);
    await expect(page(port)).resolves.toBe("Page visited 3 times!");
    second.child.kill("SIGTERM");
    await expect(second.ended).resolves.toBe(0);
    expect(left()).toEqual([]);
  });

  test("leaves nothing running when it is killed without a chance to clean up", async () => {
    const port = await freePort();
    const { child, output, ended } = start(port);
    await until(() => output().includes("page "), "the page is there", 30_000);
    expect(left().length).toBeGreaterThan(0);
    child.kill("SIGKILL");
    await ended;
    await until(() => left().length === 0, "everything has stopped");
  });

  test("synthesizes no further after Ctrl-C", async () => {
    const { child, output, ended } = start(await freePort());
    await until(() => output().includes("page "), "the page is there", 60_000);
    child.kill("SIGINT");
    await expect(ended).resolves.toBe(0);
    expect(output()).not.toContain("aws-stack");
    rmSync(folders().CDKTF_OUTDIR, { recursive: true, force: true });
    await pause(6_000);
    expect(existsSync(folders().CDKTF_OUTDIR)).toBe(false);
  });

  test("says so before it starts anything when the port is taken", async () => {
    const other = await rawService(() => undefined);
    const { ended, output } = start(other.port);
    const code = await ended;
    await other.stop();
    expect(code).toBe(1);
    expect(output()).toContain(`port ${other.port} must be free, but another program listens on it`);
    expect(output()).toMatch(/by PORT=(\d+) DATA_FOLDER=\.data\/\1 npm start/);
    expect(output()).not.toContain("database");
  });

  test("says so when another one uses the same data", async () => {
    const first = start(await freePort());
    await until(() => first.output().includes("database "), "the database is there", 30_000);
    const second = start(await freePort());
    await expect(second.ended).resolves.toBe(1);
    expect(second.output()).toContain(
      "another `npm start` uses it; this one gets its own by DATA_FOLDER=.data/other npm start",
    );
    expect(second.output()).not.toContain("page ");
  });

  test.each(["http", "0", "65536", "80.5"])("refuses %s as a port", async (port) => {
    const { ended, output } = start(port);
    await expect(ended).resolves.toBe(1);
    expect(output()).toContain(`\`PORT\` must be an integer from 1 to 65535, got "${port}"`);
  });

  test("says that the database has ended, starts it again, and counts on from where it was", async () => {
    const port = await freePort();
    const { child, ended, output } = start(port);
    await until(() => output().includes("page "), "the page is there", 60_000);
    await expect(page(port)).resolves.toBe("Page visited 1 times!");
    const pid = readFileSync(path.join(folder.path, "data/postgres/data/postmaster.pid"), "utf8").split(
      "\n",
    )[0];
    process.kill(Number(pid), "SIGKILL");
    await until(() => output().includes("The database is back."), "the database is back", 60_000);
    expect(output()).toContain("The database has ended. It is started again on the same data");
    await until(async () => (await page(port)) === "Page visited 2 times!", "a visit is counted", 60_000);
    child.kill("SIGINT");
    await expect(ended).resolves.toBe(0);
  });

  const without = "where there is no 127.0.0.1, only ::1";
  const alone = ["--net", "sh", "-c", "ip link set lo up && ip address del 127.0.0.1/8 dev lo"];
  if (succeeds("unshare", ...alone))
    test(`shows the page ${without}`, async () => {
      const port = 8_080;
      const visit = `require("http").get("http://[::1]:${port}/", (r) => r.pipe(process.stdout))`;
      const script = `${alone.at(-1)}
        node --import tsx local/start.ts & server=$!
        for second in $(seq 120); do node -e '${visit}' 2>/dev/null && break; sleep 1; done
        kill -INT $server; wait $server`;
      const env = { ...process.env, PORT: String(port), ...folders() };
      const { stdout } = await run("unshare", [...alone.slice(0, -1), script], { cwd: root, env });
      expect(stdout).toContain("PostgreSQL on ::1:");
      expect(stdout).toContain("Page visited 1 times!");
      expect(stdout).toContain("Stopped.");
    }, 600_000);
  else test.skip(`shows the page ${without} (needs the right to make a network of its own)`, () => undefined);

  test("stops everything and exits with 1 when the web app dies", async () => {
    const port = await freePort();
    const { ended, output } = start(port);
    await until(() => output().includes("page "), "the page is there", 30_000);
    const server = left().find((line) => line.includes("counter.mjs serve") && !line.includes("guard.mjs"));
    process.kill(Number(server?.trim().split(" ")[0]), "SIGKILL");
    await expect(ended).resolves.toBe(1);
    expect(output()).toContain("the web app ended");
    expect(left()).toEqual([]);
  });
});
