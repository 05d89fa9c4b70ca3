import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { artifact } from "../build/artifact";
import { bundle } from "../build/bundle";
import { certificateBundle, certificateRegions } from "../build/certificates";
import { MAX_PIPELINED } from "../src/http/pipelining";
import { artifactFile, runArtifact, serveArtifact, unpackArtifact, until } from "./support/artifact";
import { temporaryFolder } from "./support/database";

const run = promisify(execFile);
const webapp = path.resolve(__dirname, "..");
const repository = path.resolve(webapp, "..");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

let unpacked: { path: string; remove(): void };
beforeAll(async () => {
  unpacked = await unpackArtifact();
});
afterAll(() => unpacked.remove());

/** Copies the sources, and of `node_modules` just the packages that end up in the artifact. */
async function copyProject(target: string): Promise<string> {
  const { metafile } = await bundle(webapp);
  const inputs = Object.keys(metafile.inputs).map((input) => path.resolve(webapp, input));
  const packages = inputs.flatMap((file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  for (const folder of new Set([...packages, path.join(webapp, "src")])) {
    const copy = path.join(target, path.relative(repository, folder));
    mkdirSync(path.dirname(copy), { recursive: true });
    cpSync(folder, copy, {
      recursive: true,
      filter: (source) => source === folder || !source.endsWith("/node_modules"),
    });
  }
  cpSync(path.join(webapp, "package.json"), path.join(target, "webapp", "package.json"));
  return path.join(target, "webapp");
}

describe("the artifact", () => {
  test("has the same bytes when it is built again from another folder", async () => {
    const folder = temporaryFolder();
    try {
      const copy = await copyProject(path.join(folder.path, "some", "where else"));
      const [here, there] = [await artifact(webapp), await artifact(copy)];
      expect(sha256(there)).toBe(sha256(here));
      expect(sha256(readFileSync(artifactFile))).toBe(sha256(here));
    } finally {
      folder.remove();
    }
  });

  test("is smaller than 1.2 MB with both drivers and both clouds' SDKs", () => {
    expect(readFileSync(artifactFile).length).toBeLessThan(1_200_000);
  });

  test("names no folder of the machine that built it", () => {
    for (const file of readdirSync(unpacked.path)) {
      expect(readFileSync(path.join(unpacked.path, file), "utf8")).not.toContain(repository);
    }
  });

  test("has the licence of each package that it contains", () => {
    const text = readFileSync(path.join(unpacked.path, "THIRD_PARTY_LICENCES.txt"), "utf8");
    for (const name of [
      "@aws-sdk/client-secrets-manager",
      "@aws-sdk/rds-signer",
      "fastify",
      "oci-common",
      "oracledb",
      "pg",
      "prom-client",
      "zod",
    ]) {
      expect(text).toMatch(new RegExp(`^=== .*${name} \\d`, "m"));
    }
    // Below each list of packages stands what they are licensed by.
    const lists = text.match(/^=== .* ===\n(?=\n)[^]*?(?=^=== |$(?![^]))/gm) ?? [];
    expect(lists.length).toBeGreaterThan(20);
    for (const list of lists) expect(list).toMatch(/WARRANT/i);
  });

  test.each([[], ["start"], ["serve", "now"]])(
    "explains itself and exits with 2 when asked for %j",
    async (...args) => {
      const command = runArtifact(unpacked.path, args, {});
      await expect(command.ended).resolves.toBe(2);
      expect(command.output()).toContain("Usage: node counter.mjs <command>");
    },
  );

  test("exits with 1 and names what is wrong with its environment", async () => {
    const command = runArtifact(unpacked.path, ["serve"], { DB_DRIVER: "pg", PORT: "x" });
    await expect(command.ended).resolves.toBe(1);
    expect(command.output()).toContain('`PORT` must be an integer from 0 to 65535; got "x"');
    expect(command.output()).toContain("`DB_HOST` must be the name of the database server");
  });

  test("runs without node_modules", async () => {
    const server = await serveArtifact(unpacked.path, { DB_DRIVER: "memory" });
    expect(await (await fetch(server.url)).text()).toBe("Page visited 1 times!\n");
    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
  });
});

describe("memory for visitors", () => {
  const flags = ["--trace-pretenuring-statistics", "--trace-gc", "--max-semi-space-size=1"];
  const decision = /pretenuring: AllocationSite/;

  async function serving(options: readonly string[]): Promise<string> {
    const entry = path.join(unpacked.path, "counter.mjs");
    const child = execFile(process.execPath, [...options, entry, "serve"], {
      env: { DB_DRIVER: "memory", HOST: "127.0.0.1", PORT: "0" },
      maxBuffer: Infinity,
    });
    let output = "";
    child.stdout?.on("data", (text: string) => (output += text));
    await until(() => /listening at/.test(output), "the server listens");
    const port = Number(/listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]);
    await pipelined(port, 5_000);
    child.kill("SIGTERM");
    await once(child, "close");
    return output;
  }

  test("is not allocated among old objects, which would keep the dead ones that they refer to", async () => {
    const output = await serving(flags);
    const collections = (text = "") => text.split("Scavenge").length - 1;
    expect(collections(output)).toBeGreaterThan(20);
    // While it starts, V8 decides as ever; afterwards, no more.
    expect(collections(output.split(decision).pop())).toBeGreaterThan(collections(output) / 2);
  });

  test("would be, were V8 left alone", async () => {
    const { stdout } = await run(process.execPath, [
      ...flags,
      "--eval",
      "const kept = []; for (let i = 0; i < 1e6; i++) kept.push({ i });",
    ]);
    expect(stdout).toMatch(decision);
  });
});

/** Asks so often on one connection, as many times without waiting for answers as a server takes. */
async function pipelined(port: number, requests: number): Promise<void> {
  const socket = connect(port, "127.0.0.1").setEncoding("latin1");
  let text = "";
  socket.on("data", (chunk: string) => (text += chunk));
  for (let sent = 0; sent < requests; sent += MAX_PIPELINED) {
    text = "";
    socket.write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".repeat(MAX_PIPELINED));
    await until(() => text.split("HTTP/1.1 200").length > MAX_PIPELINED, "the visits are counted");
  }
  socket.destroy();
}

describe("what a chosen driver loads", () => {
  const chunks = async (entry: RegExp) => {
    const { metafile } = await bundle(webapp);
    const { outputs } = metafile;
    const start = Object.keys(outputs).find((name) => entry.test(name)) ?? "";
    const seen = new Set<string>();
    const visit = (name: string) => {
      if (seen.has(name)) return;
      seen.add(name);
      for (const { path: next, kind } of outputs[name]?.imports ?? [])
        if (kind === "import-statement" && outputs[next]) visit(next);
    };
    visit(start);
    return [...seen].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
  };
  const packages =
    /node_modules\/(?:pg|oracledb|oci-common|@aws-sdk\/client-secrets-manager|@aws-sdk\/rds-signer)\//;
  const loaded = async (entry: RegExp) =>
    [...new Set((await chunks(entry)).flatMap((input) => packages.exec(input)?.[0] ?? []))].sort();

  test.each([
    ["the start", /\/counter\.mjs$/, []],
    ["PostgreSQL", /\/pg-.*\.mjs$/, ["node_modules/pg/"]],
    ["Oracle Database", /\/oracledb-.*\.mjs$/, ["node_modules/oracledb/"]],
    ["a token for RDS", /\/aws-iam-.*\.mjs$/, ["node_modules/@aws-sdk/rds-signer/"]],
    ["AWS Secrets Manager", /\/aws-(?!iam).*\.mjs$/, ["node_modules/@aws-sdk/client-secrets-manager/"]],
    ["OCI Vault", /\/oci-.*\.mjs$/, ["node_modules/oci-common/"]],
  ])("%s loads its own package only", async (_, entry, expected) => {
    await expect(loaded(entry)).resolves.toEqual(expected);
  });

  test("PostgreSQL does not load Node.js's own fetch", async () => {
    const chunk = readdirSync(unpacked.path).find((name) => /^pg-.*\.mjs$/.test(name)) ?? "";
    const loading = `await import("./${chunk}"); console.log(process.moduleLoadList.join("\\n"));`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", loading], {
      cwd: unpacked.path,
    });
    expect(stdout).toContain("NativeModule crypto");
    expect(stdout).not.toContain("undici");
  });
});

describe("the bundle of certificate authorities", () => {
  test("covers the commercial regions and names each certificate, sorted", () => {
    const names = [...certificateBundle().matchAll(/^# (.*)$/gm)].map(([, name]) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toHaveLength(certificateRegions().length * 3);
    expect(certificateRegions()).toEqual(
      expect.arrayContaining(["us-east-1", "eu-central-1", "ap-southeast-1"]),
    );
  });

  test("trusts nothing that expires before 2061, nor the environments that RDS tests itself in", () => {
    expect(certificateBundle()).not.toMatch(/2019|Beta|Preview/);
    expect(readFileSync(path.join(unpacked.path, "rds-ca-bundle.pem"), "utf8")).toBe(certificateBundle());
  });
});
