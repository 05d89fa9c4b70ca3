import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach } from "@jest/globals";
import { type Server, serveArtifact, unpackArtifact } from "../support/artifact";
import { Cluster } from "./cluster";
import { Crowd, type CrowdOptions } from "./crowd";
import { Metronome } from "./metronome";

let metronome: Metronome;
/** Slowest answer before the fault, while nothing was wrong but the machine. */
let healthyMs = 0;

/**
 * Slack that a busy machine adds to a time: an answer that is measured here also waited for a processor, in
 * this client before and after, in the server and in PostgreSQL, each time as long as this machine lets a thread wait, or
 * as long as all of it took before the fault, whichever is more.
 */
const slackMs = () => 500 + 4 * Math.max(metronome.worstMs, healthyMs);

/** Time limit by the guarantees, and this machine's slack since the test began. */
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
/** The artifact, unpacked. */
export let artifact: { path: string; remove(): void };
/** Who visits, what is visited, and what that talks to, in the test that runs. */
const visiting: { leave(): Promise<void> }[] = [];
const started: Server[] = [];
const open: (() => Promise<unknown>)[] = [];

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
  await Promise.all(visiting.splice(0).map((crowd) => crowd.leave()));
  for (const { process } of started.splice(0)) process.kill("SIGKILL");
  await Promise.all(open.splice(0).map((stop) => stop()));
});
afterAll(async () => {
  await metronome.stop();
  artifact.remove();
  await cluster.stop();
});

/** Has somebody called back when the test ends, at the latest. */
export function callBack(visitor: { leave(): Promise<void> }): void {
  visiting.push(visitor);
}

/** Has something stopped when the test ends, after crowds and servers. */
export function stopLater(stop: () => Promise<unknown>): void {
  open.push(stop);
}

/** Takes down how slow answers are while nothing is wrong but the machine. */
export function takeAsHealthy({ slowestMs }: Crowd): void {
  healthyMs = slowestMs;
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
  callBack(crowd);
  return crowd;
}

/** Waits until it is so, or until the time is over: whoever waits then says what is missing. */
export async function waitFor(isSo: () => boolean, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isSo() && performance.now() < end) await pause(25);
}
