import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { ask } from "./crowd";

/** Answer of `/health` at a moment. */
export interface Report {
  /** When it was said, on the clock of `performance.now()`. */
  readonly at: number;
  /** Latency of the answer, in milliseconds. */
  readonly ms: number;
  /** Whether the server called itself healthy. */
  readonly healthy: boolean;
}

/** Asks for the health again and again, as a balancer does, only more often. */
export class HealthWatch {
  /** Every report so far. */
  readonly reports: Report[] = [];
  private readonly watching: Promise<void>;
  private over = false;

  /** Begins at once. */
  constructor(url: string) {
    this.watching = this.watch(url);
  }

  /** Time from the moment until the server first called itself healthy, or unhealthy; infinite when it never did. */
  turnedAfter(moment: number, healthy: boolean): number {
    const report = this.reports.find(({ at, ...report }) => at >= moment && report.healthy === healthy);
    return report === undefined ? Infinity : report.at - moment;
  }

  /** The report that took longest, in milliseconds. */
  get slowestMs(): number {
    return this.reports.reduce((slowest, { ms }) => Math.max(slowest, ms), 0);
  }

  /** Asks no more. */
  async leave(): Promise<void> {
    this.over = true;
    await this.watching;
  }

  private async watch(url: string): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.over) {
      const begin = performance.now();
      const { status } = await ask(`${url}/health`, agent);
      const at = performance.now();
      this.reports.push({ at, ms: at - begin, healthy: status === 200 });
      await pause(100);
    }
    agent.destroy();
  }
}
