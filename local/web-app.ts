import path from "node:path";
import { type Guarded, startGuarded } from "./guarded";
import type { Postgres } from "./postgres";

/** The web app, running from its unpacked artifact. */
export interface WebApp {
  /** Resolves to the exit code when it ends. */
  readonly ended: Promise<number>;
  /** Stops it once requests in flight are answered. */
  stop(): Promise<void>;
}

/** Environment of the web app for an embedded PostgreSQL: the variables that a cloud's boot script sets there. */
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
  const command = (name: string) => startCommand([path.join(folder, "counter.mjs"), name], env);
  const code = await startCommand([path.join(folder, "counter.mjs"), "migrate"], {
    ...env,
    // The database is there, so nothing has to be waited for as long as on a server.
    MIGRATE_TIMEOUT_SECONDS: "60",
  }).ended;
  if (code !== 0) throw new Error(`the schema could not be created: \`migrate\` ended with code ${code}`);
  const server = command("serve");
  await listening(server, `http://${urlHost(env.HOST)}:${env.PORT}/health`);
  return server;
}

function startCommand(args: readonly string[], env: NodeJS.ProcessEnv): Guarded {
  const command = startGuarded([process.execPath, ...args], { signal: "TERM", env });
  command.process.stdout?.pipe(process.stdout);
  command.process.stderr?.pipe(process.stderr);
  return command;
}

/** An address as it stands in a URL. */
function urlHost(address = "127.0.0.1"): string {
  return address.includes(":") ? `[${address}]` : address;
}

/** Resolves with the first healthy answer; rejects if the server ends before. */
async function listening(server: Guarded, health: string): Promise<void> {
  let over = false;
  const ended = server.ended.then((code) => {
    over = true;
    throw new Error(`the web app ended with code ${code} before it was healthy`);
  });
  const healthy = async () => {
    while (!over && !(await isHealthy(health))) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await Promise.race([healthy(), ended]);
}

async function isHealthy(health: string): Promise<boolean> {
  const answer = await fetch(health).catch(() => undefined);
  return answer?.ok === true;
}
