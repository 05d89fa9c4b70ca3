import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { unpack } from "../../build/unpack";
import { temporaryFolder } from "./database";

/** The artifact that the build wrote. */
export const artifactFile = path.resolve(__dirname, "../../dist/counter.tar.gz");

/** The artifact, unpacked where no `node_modules` is near. */
export async function unpackArtifact(): Promise<{ path: string; remove(): void }> {
  const folder = temporaryFolder();
  await unpack(artifactFile, folder.path);
  return folder;
}

/** A command of the web app, running as a process of its own. */
export interface Command {
  /** The process. */
  readonly process: ChildProcess;
  /** Output so far, of both streams. */
  output(): string;
  /** Resolves to the exit code, or to the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Runs `node counter.mjs` with the given environment and no other. */
export function runArtifact(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Command {
  return runNode([path.join(folder, "counter.mjs"), ...args], env);
}

function runNode(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  return { process: child, output: () => output, ended };
}

/** Waits until `condition` holds; fails loudly when it takes too long. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 10_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`gave up waiting until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A server process that listens. */
export interface Server extends Command {
  /** Where it listens. */
  readonly url: string;
}

/** Starts `serve` on a free port and resolves once it listens; fails where that takes longer than `limitMs`. */
export async function serveArtifact(
  folder: string,
  env: NodeJS.ProcessEnv,
  limitMs?: number,
): Promise<Server> {
  return listening(runArtifact(folder, ["serve"], { ...anyPort, ...env }), limitMs);
}

/** Starts `serve` from its source, as it is written now, and not from the artifact that was built of it. */
export async function serveSource(env: NodeJS.ProcessEnv, limitMs?: number): Promise<Server> {
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const source = path.resolve(__dirname, "../../src/main.ts");
  return listening(runNode(["--import", loader, source, "serve"], { ...anyPort, ...env }), limitMs);
}

const anyPort = { HOST: "127.0.0.1", PORT: "0" };

async function listening(command: Command, limitMs?: number): Promise<Server> {
  const address = () => /Server listening at (http:[^"]+)/.exec(command.output())?.[1];
  await until(
    () => address() !== undefined || command.process.exitCode !== null,
    "the server listens",
    limitMs,
  );
  const url = address();
  if (url === undefined) throw new Error(`the server did not start:\n${command.output()}`);
  return { ...command, url };
}
