import { Agent, type ClientRequest, get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";

/** Outcome of one request. */
export interface Answer {
  /** When it came, on the clock of `performance.now()`. */
  readonly at: number;
  /** Latency, in milliseconds. */
  readonly ms: number;
  /** Status of the answer; 0 where the connection broke before one came. */
  readonly status: number;
  /** The visit's number, which the server acknowledged. */
  readonly visit?: number;
}

/** Behaviour of a crowd. */
export interface CrowdOptions {
  /**
   * Visitors, each with one keep-alive connection and one request at a time.
   *
   * @default 48
   */
  readonly visitors?: number;
  /**
   * Pause of a visitor after each answer, in milliseconds.
   *
   * @default 8
   */
  readonly pauseMs?: number;
}

/** Far above every limit of the server, so that an answer which comes too late is seen to be late. */
const PATIENCE_MS = 20_000;
const SENTENCE = /^Page visited (\d+) times!\n$/;

/** Visitors who come again and again, and remember every answer. */
export class Crowd {
  /** Every answer so far, in the order in which they came. */
  readonly answers: Answer[] = [];
  private readonly visitors: Promise<void>[];
  private leaving = false;

  /** Begins at once; visitor n visits the n-th address, and begins anew behind the last. */
  constructor(urls: readonly string[], { visitors = 48, pauseMs = 8 }: CrowdOptions = {}) {
    this.visitors = Array.from({ length: visitors }, (_, index) =>
      this.visit(urls[index % urls.length] ?? "", pauseMs),
    );
  }

  /** Number of visitors. */
  get size(): number {
    return this.visitors.length;
  }

  /** Every number that was acknowledged. */
  get acknowledged(): number[] {
    return this.answers.flatMap(({ visit }) => visit ?? []);
  }

  /** Every request that was answered without a number, or not at all. */
  get failures(): Answer[] {
    return this.answers.filter(({ visit }) => visit === undefined);
  }

  /** The answer that took longest, in milliseconds. */
  get slowestMs(): number {
    return this.answers.reduce((slowest, { ms }) => Math.max(slowest, ms), 0);
  }

  /** Time from the moment until the first visit was counted, in milliseconds; infinite when none was. */
  countedAfter(moment: number): number {
    // A visit that began before the moment may owe its number to what was true until then.
    const first = this.answers.find(
      ({ at, ms, visit }) => visit !== undefined && at > moment && at - ms >= moment,
    );
    return first === undefined ? Infinity : first.at - moment;
  }

  /** Lets everyone finish the request that they are at. */
  async leave(): Promise<void> {
    this.leaving = true;
    await Promise.all(this.visitors);
  }

  private async visit(url: string, pauseMs: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.leaving) {
      const begin = performance.now();
      const { status, body } = await ask(url, agent);
      const at = performance.now();
      const visit = status === 200 ? Number(SENTENCE.exec(body)?.[1]) : undefined;
      this.answers.push({ at, ms: at - begin, status, ...(visit === undefined ? {} : { visit }) });
      await pause(pauseMs);
    }
    agent.destroy();
  }
}

/** Asks once; a connection that breaks is an answer with status 0. */
export function ask(url: string, agent?: Agent): Promise<{ status: number; body: string }> {
  return new Promise((resolve) => {
    const broken = () => resolve({ status: 0, body: "" });
    const request: ClientRequest = get(url, { agent, timeout: PATIENCE_MS }, (response: IncomingMessage) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), broken);
    });
    request.on("error", broken).on("timeout", () => request.destroy());
  });
}
