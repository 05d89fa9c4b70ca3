import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import {
  type Copy,
  DockerfileParser,
  type From,
  type Instruction,
  type JSONInstruction,
} from "dockerfile-ast";
import { pino } from "pino";
import { parse } from "yaml";
import { buildApp } from "../src/http/app";
import { readConfig } from "../src/config/environment";
import { open } from "../src/store/memory";

const root = path.resolve(__dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const pinned = /^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/;

const dockerfile = DockerfileParser.parse(read("Dockerfile"));
const instructions = dockerfile.getInstructions();
const named = (keyword: string) => instructions.filter((one) => one.getKeyword() === keyword);
const text = (instruction: Instruction | undefined) => instruction?.getRawArgumentsContent() ?? "";

/** The strings of an instruction in its exec form. */
const words = (instruction: Instruction | undefined) =>
  (instruction as JSONInstruction).getJSONStrings().map((word) => word.getJSONValue());

/** Runs a check as the container's own Node would; resolves to its exit code. */
function check(command: readonly string[], port: number): Promise<number | null> {
  const child = spawn(process.execPath, command.slice(1), { env: { PORT: String(port) }, stdio: "ignore" });
  return new Promise((resolve) => child.once("close", resolve));
}

describe("the Dockerfile", () => {
  const stages = named("FROM") as From[];

  test("builds on one image, whose bytes are pinned and may be chosen", () => {
    const [argument] = named("ARG");
    const [name, image] = text(argument).split(/=(.*)/s);
    expect(name).toBe("NODE_IMAGE");
    expect(image).toMatch(pinned);
    expect(stages.map((stage) => stage.getImage())).toEqual(["${NODE_IMAGE}", "${NODE_IMAGE}"]);
  });

  test("keeps of the build only the artifact's files", () => {
    const last = stages.at(-1)?.getRange()?.start.line ?? 0;
    const copies = named("COPY").filter((copy) => (copy.getRange()?.start.line ?? 0) > last);
    expect(copies.map((copy) => (copy as Copy).getFromFlag()?.getValue())).toEqual(["build"]);
    expect(copies.map(text)).toEqual(["/app/ ./"]);
    expect(named("ADD")).toEqual([]);
  });

  test("copies only what there is, and what .dockerignore lets through", () => {
    const admitted =
      read(".dockerignore")
        .match(/^!.*$/gm)
        ?.map((line) => line.slice(1)) ?? [];
    const copies = (named("COPY") as Copy[]).filter((copy) => !copy.getFromFlag());
    const sources = copies.flatMap((copy) => text(copy).split(" ").slice(0, -1));
    expect(sources).not.toHaveLength(0);
    for (const source of sources.map((given) => given.replace(/\/$/, ""))) {
      expect(existsSync(path.join(root, source))).toBe(true);
      expect(admitted.filter((entry) => `${source}/`.startsWith(`${entry}/`))).not.toEqual([]);
    }
  });

  test("runs without privileges, as a number that says so", () => {
    expect(named("USER").map(text)).toEqual(["1000:1000"]);
  });

  test("runs the app itself, so that signals reach it", () => {
    expect(words(named("ENTRYPOINT")[0])).toEqual(["node", "counter.mjs"]);
    expect(words(named("CMD")[0])).toEqual(["serve"]);
  });

  test("has no secret in it", () => {
    expect(named("ENV").map(text)).toEqual(["NODE_ENV=production"]);
    expect(read("Dockerfile")).not.toMatch(/DB_|PASSWORD|TOKEN/);
  });

  test("checks that the app lives, with a command that notices when it does not", async () => {
    const [healthcheck] = named("HEALTHCHECK");
    const command = JSON.parse(/CMD (\[.*\])$/s.exec(text(healthcheck))?.[1] ?? "") as string[];
    const app = buildApp(open(), pino({ level: "silent" }));
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = new URL(app.listeningOrigin);
    await expect(check(command, Number(port))).resolves.toBe(0);
    await app.close();
    await expect(check(command, Number(port))).resolves.toBe(1);
  });
});

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly ports?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

describe.each(["compose.yaml", "compose.oracle.yaml"])("%s", (file) => {
  const { services } = parse(read(file)) as { services: { database: Service; web: Service } };

  test("pins the bytes of the database's image, and builds the app's", () => {
    expect(services.database.image).toMatch(pinned);
    expect(services.web.build).toBe(".");
  });

  test("publishes everything on this machine only", () => {
    const ports = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(ports).not.toHaveLength(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test("tells the app what it understands", () => {
    const environment = { ...services.web.environment, DB_PASSWORD: "chosen" };
    expect(readConfig(environment)).toMatchObject({
      port: 8080,
      database: { credentials: { source: "env" } },
    });
  });

  test("runs the app without privileges, in its database's network, on a disk that it cannot write", () => {
    expect(services.web).toMatchObject({
      network_mode: "service:database",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
  });

  test("has no password of its own", () => {
    const given = Object.values(services).flatMap(({ environment }) => Object.entries(environment));
    const passwords = given.filter(([name]) => name.endsWith("PASSWORD"));
    expect(passwords).not.toEqual([]);
    for (const [, value] of passwords) expect(value).toMatch(/^\$\{DB_PASSWORD/);
  });
});
