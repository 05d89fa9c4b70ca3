/**
 * `npm start`: both stacks synthesized, and the artifact that both clouds get running on an embedded PostgreSQL.
 *
 * `PORT` is the page's port (8080 by default); `DATA_FOLDER` is where the visits survive (`.data` by default).
 */
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort, isFree } from "./loopback";
import { type Postgres, startPostgres } from "./postgres";
import { synthesize } from "./synthesis";
import { unpack } from "../webapp/build/unpack";
import { environmentFor, startWebApp } from "./web-app";

const root = path.resolve(__dirname, "..");
const data = path.resolve(root, process.env.DATA_FOLDER ?? ".data");
const artifact = path.join(root, "webapp", "dist", "counter.tar.gz");

/** Processes that run, to be stopped in the opposite order. */
const running: { stop(): Promise<void> }[] = [];

async function start(): Promise<void> {
  const port = await chosenPort();

  let database = await startDatabase();
  running.push({ stop: () => database.stop() });
  void keepUp();
  say("database", `PostgreSQL on ${database.host}:${database.port}, data in ${nearby(data)}`);

  const app = path.join(data, "app");
  await unpack(artifact, app);
  const labels = { SERVER_LABEL: "This machine", DATABASE_LABEL: "PostgreSQL" };
  const place = { HOST: database.host, PORT: String(port), LOG_LEVEL: "warn", ...labels };
  const env = { ...environmentFor(database), ...place };
  const server = await startWebApp(app, env);
  running.push(server);
  void server.ended.then((code) =>
    stop(code === 0 ? undefined : new Error(`the web app ended with code ${code}`)),
  );
  say("page", `http://localhost:${port}`);

  const synthesis = synthesize(root);
  running.push(synthesis);
  for (const { stack, file } of await synthesis.stacks) say(stack, nearby(file));
  console.log(next);

  /** Starts the database again whenever it has ended by itself; the page says 503 until then. */
  async function keepUp(): Promise<void> {
    for (;;) {
      await database.ended;
      if (stopping !== undefined) return;
      console.error(
        "The database has ended. It is started again on the same data; until then no visit is counted.",
      );
      try {
        database = await startAgain(database.port);
        console.error("The database is back.");
      } catch (error) {
        return stop(error instanceof Error ? error : new Error("the database could not start again"));
      }
    }
  }
}

function startDatabase(port?: number): Promise<Postgres> {
  return startPostgres({ folder: path.join(data, "postgres"), persistent: true, ...(port && { port }) });
}

/** Its processes may outlive it for a moment, and hold on to its data. */
async function startAgain(port: number): Promise<Postgres> {
  const end = performance.now() + 30_000;
  for (;;) {
    await pause(500);
    try {
      return await startDatabase(port);
    } catch (error) {
      if (stopping !== undefined || performance.now() > end) throw error;
    }
  }
}

const next = `
Next
  npx cdktf deploy aws-stack    the same application on AWS
  npx cdktf deploy oci-stack    the same application on Oracle Cloud; Resource Manager works too, see README.md
  Ctrl-C                        stop everything here; the visits stay
`;

async function chosenPort(): Promise<number> {
  const given = process.env.PORT || "8080";
  const port = Number(given);
  if (!/^\d+$/.test(given) || port < 1 || port > 65_535) {
    throw new Error(`\`PORT\` must be an integer from 1 to 65535, got "${given}"`);
  }
  if (!(await isFree(port))) {
    // One step, even where the other program is this one: two cannot share their data.
    const other = await freePort();
    throw new Error(
      `port ${port} must be free, but another program listens on it; this one starts beside it by PORT=${other} npm start, ` +
        `and beside another \`npm start\` by PORT=${other} DATA_FOLDER=.data/${other} npm start`,
    );
  }
  return port;
}

let stopping: Promise<void> | undefined;

/** Stops everything once, in order; the exit code says whether that was wanted. */
function stop(error?: Error): Promise<void> {
  if (error !== undefined && stopping === undefined) {
    process.exitCode = 1;
    console.error(`\n${error.message}`);
  }
  return (stopping ??= stopAll());
}

async function stopAll(): Promise<void> {
  for (const part of running.reverse()) await part.stop();
  if (running.length > 0) console.log("Stopped.");
  process.exit();
}

function say(what: string, where: string): void {
  console.log(`  ${what.padEnd(10)} ${where}`);
}

function nearby(file: string): string {
  return path.relative(process.cwd(), file) || ".";
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());

// Who started this may die without a signal to it; then nobody could press Ctrl-C any more.
const parent = process.ppid;
setInterval(() => process.ppid === parent || void stop(), 500).unref();

console.log("Counterpart");
start().catch((error: unknown) =>
  stop(error instanceof Error ? error : new Error("could not start", { cause: error })),
);
