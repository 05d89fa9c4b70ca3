import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect } from "@jest/globals";
import { type Server, until } from "../support/artifact";
import type { Crowd, CrowdOptions } from "./crowd";
import { HealthWatch } from "./health-watch";
import { failuresIn, level, type SingleConnection, linesOf, mostPerSecond } from "./journal";
import { callBack, limits, send, takeAsHealthy, waitFor } from "./stage";
import { expectTruth } from "./truth";

/** A server, and who comes to it. */
export interface Load {
  /** The server. */
  readonly server: Server;
  /** Who visits it. */
  readonly crowd: Crowd;
  /** Who asks it for its health. */
  readonly health: HealthWatch;
}

/** Sends a crowd to a server, and resolves once visits are counted and it is healthy. */
export async function load(server: Server, options?: CrowdOptions): Promise<Load> {
  const crowd = send([server.url], options);
  await until(() => crowd.acknowledged.length > 10 * crowd.size, "the crowd is counted", 60_000);
  takeAsHealthy(crowd);
  // Not before: on a slow machine the first report would tell of a log-in that is not over.
  const health = new HealthWatch(server.url);
  callBack(health);
  await until(() => health.turnedAfter(0, true) < Infinity, "it is healthy");
  return { server, crowd, health };
}

/** Further facts at the end of a scene. */
export interface CloseOptions {
  /**
   * Requests of others than the crowd.
   *
   * @default 0
   */
  readonly strangers?: number;
}

/** Opens a scene with one of the databases: a fault that is the same for both is done to each. */
export type OpenScene = (name: string, options?: CrowdOptions) => Promise<ServerUnderLoad>;

/** A server under load, whatever database its counter is in. */
export abstract class ServerUnderLoad implements Load {
  readonly server: Server;
  readonly crowd: Crowd;
  readonly health: HealthWatch;

  constructor({ server, crowd, health }: Load) {
    this.server = server;
    this.crowd = crowd;
    this.health = health;
  }

  /** The visits that the database counted. */
  abstract visits(): Promise<number>;

  /** Locks the counter's row as somebody else, and resolves to what lets go of it. */
  abstract lockRow(): Promise<() => Promise<void>>;

  /** Ends the load and the server, and then expects what must be true after every fault. */
  abstract close(options?: CloseOptions): Promise<void>;

  /** The lines that the server logged so far. */
  get log(): SingleConnection[] {
    return linesOf(this.server.output());
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

  /** Ends the load and the server, and then expects what must be true after every fault; of others than the crowd came `strangers` requests. */
  protected async end(visits: () => Promise<number>, strangers: number): Promise<void> {
    await Promise.all([this.crowd.leave(), this.health.leave()]);
    const memoryMiB = peakMemoryMiB(this.server);
    this.server.process.kill("SIGTERM");
    await expect(this.server.ended).resolves.toBe(0);
    expectTruth(this.crowd, await visits(), strangers);
    expect(memoryMiB).toBeLessThan(limits.memoryMiB);
    // Whoever left without an answer may have been refused one, so with strangers the log may know of more.
    const refused = this.crowd.failures.filter(({ status }) => status === 503).length;
    expect(failuresIn(this.log)).toBeGreaterThanOrEqual(refused);
    expect(failuresIn(this.log)).toBeLessThanOrEqual(refused + strangers);
    expect(mostPerSecond(this.log)).toBeLessThanOrEqual(limits.linesPerSecond);
    expect(this.health.slowestMs).toBeLessThan(limits.reportMs);
  }
}

/** The most memory that a server held since its start; where the system does not know, what it holds now. */
function peakMemoryMiB({ process: { pid } }: Server): number {
  const file = `/proc/${pid}/status`;
  const peak = existsSync(file) ? /VmHWM:\s*(\d+) kB/.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return Number(peak ?? execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1_024;
}
