import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { type Guarded, startGuarded } from "./guarded";
import type { Postgres } from "./postgres";

const run = promisify(execFile);

/** The web app, running from its unpacked artifact. */
export interface WebApp {
  /** Resolves to the exit code when it ends. */
  readonly ended: Promise<number>;
  /** Stops it once requests in flight are answered. */
  stop(): Promise<void>;
}

/** What the web app is told about an embedded PostgreSQL: the variables that a cloud's boot script sets there. */
export function environmentFor(database: Postgres): NodeJS.ProcessEnv {
  return {
    DB_DRIVER: "pg",
    DB_HOST: database.host,
    DB_PORT: String(database.port),
    DB_NAME: database.database,
    ...(database.caFile === undefined ? { DB_TLS: "off" } : { DB_CA_FILE: database.caFile }),
    DB_CREDENTIALS: "env",
    DB_USER: database.user,
    DB_PASSWORD: database.password,
  };
}

/** Runs the artifact's two commands as a server does at boot: `migrate`, then `serve` until it is stopped. */
export async function startWebApp(folder: string, env: NodeJS.ProcessEnv): Promise<WebApp> {
  const entry = path.join(folder, "counter.mjs");
  await run(process.execPath, [entry, "migrate"], { env });
  const server = startGuarded([process.execPath, entry, "serve"], { signal: "TERM", env });
  server.process.stdout?.pipe(process.stdout);
  server.process.stderr?.pipe(process.stderr);
  await listening(server, Number(env.PORT));
  return server;
}

/** Resolves with the first healthy answer; rejects if the server ends before. */
async function listening(server: Guarded, port: number): Promise<void> {
  let over = false;
  const ended = server.ended.then((code) => {
    over = true;
    throw new Error(`the web app ended with code ${code} before it was healthy`);
  });
  const healthy = async () => {
    while (!over && !(await isHealthy(port))) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await Promise.race([healthy(), ended]);
}

async function isHealthy(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
  return answer?.ok === true;
}
