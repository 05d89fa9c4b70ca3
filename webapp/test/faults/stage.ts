import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "@jest/globals";
import pg from "pg";
import type { Postgres } from "../../../local/postgres";
import { environmentFor } from "../../../local/web-app";
import { runArtifact, type Server, serveArtifact, unpackArtifact, until } from "../support/artifact";
import { administer, createDatabase } from "../support/database";
import { Cluster } from "./cluster";
import { Crowd, type CrowdOptions } from "./crowd";
import { HealthWatch } from "./health-watch";
import { failuresIn, level, type SingleConnection, linesOf, mostPerSecond } from "./journal";
import { Metronome } from "./metronome";

let metronome: Metronome;
/** Slowest answer before the fault, while nothing was wrong but the machine. */
let healthyMs = 0;

/**
 * What a machine that does much else adds to a time: an answer that is measured here also waited for a processor, in
 * this client before and after, in the server and in PostgreSQL, each time as long as this machine lets a thread wait, or
 * as long as all of it took before the fault, whichever is more.
 */
const slackMs = () => 500 + 4 * Math.max(metronome.worstMs, healthyMs);

/** What the guarantees allow, and this machine's slack since the test began. */
export const limits = {
  /** Slowest answer while the database hangs: 2.1 s. */
  get answerMs() {
    return 2_100 + slackMs();
  },
  /** From the return of the database to the first visit that is counted: 2 s. */
  get recoveryMs() {
    return 2_000 + slackMs();
  },
  /** From the loss of the database to an unhealthy report: 1.5 s. */
  get unhealthyMs() {
    return 1_500 + slackMs();
  },
  /** From the return of the database to a healthy report: 2 s. */
  get healthyMs() {
    return 2_000 + slackMs();
  },
  /** Slowest report: 1 s. */
  get reportMs() {
    return 1_000 + slackMs();
  },
  /** Most memory that a server ever holds: 130 MB under load, and what a crowd that waits in it adds. */
  memoryMiB: 170,
  /** Most lines of the log in any second, however many requests fail. */
  linesPerSecond: 12,
};

/** A server that confirms commits before they are on its disk; the app must not rely on how somebody configured it. */
const careless = { synchronous_commit: "off", wal_writer_delay: "10s" };

/** The database of all faults, which share one so that the suite is short. */
export let cluster: Cluster;
/** Crowds and servers of the test that runs. */
const open: { leave(): Promise<void> }[] = [];
const started: Server[] = [];
let artifact: { path: string; remove(): void };

beforeAll(async () => {
  metronome = new Metronome();
  [cluster, artifact] = await Promise.all([
    Cluster.start({ tls: true, settings: careless }),
    unpackArtifact(),
  ]);
});
beforeEach(() => {
  metronome.reset();
  healthyMs = 0;
});
afterEach(async () => {
  // What a test that failed left behind would disturb the next one, and keep jest from ending.
  await Promise.all(open.map((crowd) => crowd.leave()));
  for (const { process } of started) process.kill("SIGKILL");
  open.length = started.length = 0;
});
afterAll(async () => {
  await metronome.stop();
  artifact.remove();
  await cluster.stop();
});

/** Options of a scene. */
export interface SceneOptions extends CrowdOptions {
  /**
   * Whose database it is.
   *
   * @default - the cluster that all faults share
   */
  readonly on?: Postgres;
  /**
   * Port where the server finds the database.
   *
   * @default - the database's own
   */
  readonly port?: number;
  /**
   * Variables of the server besides those of its database, or instead of them.
   *
   * @default - none
   */
  readonly env?: NodeJS.ProcessEnv;
  /**
   * What happens to the database between the migration and the server's start.
   *
   * @default - nothing
   */
  readonly prepare?: (database: Postgres) => Promise<unknown>;
}

/** What else is known when a scene ends. */
export interface CloseOptions {
  /**
   * Requests of others than the crowd.
   *
   * @default 0
   */
  readonly notFound?: number;
  /**
   * Where the counter is by now.
   *
   * @default - where it was
   */
  readonly database?: Postgres;
}

/** A server under load on a counter of its own. */
export class Scene {
  private constructor(
    /** The counter's database. */
    readonly database: Postgres,
    /** The server. */
    readonly server: Server,
    /** Who visits it. */
    readonly crowd: Crowd,
    /** Who asks it for its health. */
    readonly health: HealthWatch,
  ) {}

  /** Starts everything and resolves once visits are counted. */
  static async open(name: string, { on, port, env, prepare, ...crowd }: SceneOptions = {}): Promise<Scene> {
    const database = await createDatabase(on ?? cluster.address, name);
    await migrate(database);
    await prepare?.(database);
    const server = await serve({ ...database, port: port ?? database.port }, env);
    const visitors = send([server.url], crowd);
    await until(() => visitors.acknowledged.length > 10 * visitors.size, "the crowd is counted", 60_000);
    healthyMs = visitors.slowestMs;
    // Not before: on a slow machine the first report would tell of a log-in that is not over.
    const health = new HealthWatch(server.url);
    open.push(health);
    await until(() => health.turnedAfter(0, true) < Infinity, "it is healthy");
    return new Scene(database, server, visitors, health);
  }

  /** The lines that the server logged so far. */
  get log(): SingleConnection[] {
    return linesOf(this.server.output());
  }

  /** The visits that the database counted. */
  visits(): Promise<number> {
    return visitsIn(this.database);
  }

  /** Expects that visits are counted again soon after the database is back, and that nobody waited too long until then. */
  async expectRecovery(back: number): Promise<void> {
    const counted = () => this.crowd.countedAfter(back);
    await waitFor(() => counted() < Infinity, limits.recoveryMs);
    expect(counted()).toBeLessThan(limits.recoveryMs);
    expect(this.crowd.slowestMs).toBeLessThan(limits.answerMs);
  }

  /** Expects that the server calls itself healthy soon after the database is back. */
  async expectHealthyAgain(back: number): Promise<void> {
    const recovered = () => this.health.turnedAfter(back, true);
    await waitFor(() => recovered() < Infinity, limits.healthyMs);
    expect(recovered()).toBeLessThan(limits.healthyMs);
  }

  /** Expects that the health turned when the database went and when it came back, and that the log says so once each. */
  async expectHealthTurned(lost: number, back: number): Promise<void> {
    await this.expectHealthyAgain(back);
    expect(this.health.turnedAfter(lost, false)).toBeLessThan(limits.unhealthyMs);
    const turns = () => this.log.filter(({ msg }) => /connected$/.test(msg));
    // What the app wrote before it answered may come through its pipe a moment after the answer.
    await until(() => turns().length >= 3, "the log tells of the return");
    expect(turns()).toMatchObject([
      { level: level.info, msg: "the database is connected" },
      { level: level.warn, msg: "the database is disconnected" },
      { level: level.info, msg: "the database is connected" },
    ]);
  }

  /** Ends the load and the server, and then expects what must be true after every fault. */
  async close({ notFound = 0, database = this.database }: CloseOptions = {}): Promise<void> {
    await Promise.all([this.crowd.leave(), this.health.leave()]);
    const memoryMiB = peakMemoryMiB(this.server);
    this.server.process.kill("SIGTERM");
    await expect(this.server.ended).resolves.toBe(0);
    expectTruth(this.crowd, await visitsIn(database), notFound);
    expect(memoryMiB).toBeLessThan(limits.memoryMiB);
    // Whoever left without an answer may have been refused one, so with strangers the log may know of more.
    const refused = this.crowd.failures.filter(({ status }) => status === 503).length;
    expect(failuresIn(this.log)).toBeGreaterThanOrEqual(refused);
    expect(failuresIn(this.log)).toBeLessThanOrEqual(refused + notFound);
    expect(mostPerSecond(this.log)).toBeLessThanOrEqual(limits.linesPerSecond);
    expect(this.health.slowestMs).toBeLessThan(limits.reportMs);
  }
}

/** Creates the counter. */
export async function migrate(database: Postgres): Promise<void> {
  await expect(runArtifact(artifact.path, ["migrate"], environmentFor(database)).ended).resolves.toBe(0);
}

/** Starts a server of the artifact, which the test's end ends at the latest. */
export async function serve(database: Postgres, env: NodeJS.ProcessEnv = {}): Promise<Server> {
  return start({ ...environmentFor(database), ...env });
}

/** Starts a server of the artifact with the given environment and no other. */
export async function start(env: NodeJS.ProcessEnv): Promise<Server> {
  const server = await serveArtifact(artifact.path, env);
  started.push(server);
  return server;
}

/** Sends a crowd, which the test's end calls back at the latest. */
export function send(urls: readonly string[], options?: CrowdOptions): Crowd {
  const crowd = new Crowd(urls, options);
  open.push(crowd);
  return crowd;
}

/** Logs in past the app, as somebody who does something to the counter meanwhile. */
export async function somebody({
  host,
  port,
  user,
  password,
  database,
  caFile,
}: Postgres): Promise<pg.Client> {
  const ssl = caFile === undefined ? false : { ca: readFileSync(caFile, "utf8") };
  const client = new pg.Client({ host, port, user, password, database, ssl });
  // Whoever breaks the database breaks this connection too; its statements tell.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** The visits that a database counted. */
export async function visitsIn(database: Postgres): Promise<number> {
  const [row] = await administer(database, "SELECT visits FROM counter");
  return Number(row?.visits);
}

/**
 * What no fault may break: no number is given twice, none is given that the database does not have, and each request
 * was counted once at most, so that the total exceeds the numbers given by no more than the requests that failed.
 */
export function expectTruth(
  { acknowledged, failures }: Pick<Crowd, "acknowledged" | "failures">,
  visits: number,
  notFound = 0,
): void {
  expect(acknowledged.filter((visit) => !Number.isSafeInteger(visit) || visit < 1)).toEqual([]);
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  expect(largest(acknowledged)).toBeLessThanOrEqual(visits);
  expect(visits).toBeLessThanOrEqual(acknowledged.length + failures.length + notFound);
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

/** Waits until it is so, or until the time is over: whoever waits then says what is missing. */
async function waitFor(isSo: () => boolean, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isSo() && performance.now() < end) await pause(25);
}

/** The most memory that a server held since its start; where the system does not know, what it holds now. */
function peakMemoryMiB({ process: { pid } }: Server): number {
  const file = `/proc/${pid}/status`;
  const peak = existsSync(file) ? /VmHWM:\s*(\d+) kB/.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return Number(peak ?? execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1_024;
}
