import { fork } from "node:child_process";
import { connect, type Socket } from "node:net";
import { setImmediate as immediately } from "node:timers/promises";

/** Plan of a load. */
export interface Plan {
  /** Where visits go, in turn. */
  readonly urls: readonly string[];
  /** Connections in all; in an open loop, how many there are to choose from. */
  readonly connections: number;
  /** Duration. */
  readonly seconds: number;
  /**
   * Arrivals a second, at random moments (Poisson), whether or not earlier ones were answered.
   *
   * @default - a closed loop: each connection asks again when it was answered
   */
  readonly rate?: number;
  /**
   * Seconds before those, with the same load, whose answers are not told: code that has just started is slow, and a
   * generator that is slow measures itself.
   *
   * @default 0
   */
  readonly warmUp?: number;
}

/** An answer with 200: how long it took since it was due, and the number in it. */
export interface Answer {
  readonly tookMs: number;
  readonly number: number;
}

/** Result of a plan. */
export interface Outcome {
  readonly answers: readonly Answer[];
  readonly failures: number;
}

/** Makes load from a process of its own, so that neither it nor the caller waits for the other. */
export function generate(plan: Plan): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, { serialization: "advanced" });
    child.once("message", (outcome: Outcome) => {
      child.kill();
      resolve(outcome);
    });
    child.once("error", reject);
    child.send(plan);
  });
}

/** Time that answers are waited for after the last arrival, in milliseconds. */
const GRACE_MS = 3_000;
/** Arrivals are sent this often, in milliseconds. Timers are no finer than one, so the process sleeps instead. */
const STEP_MS = 0.2;
const nobody = new Int32Array(new SharedArrayBuffer(4));

class Client {
  private readonly answers: Answer[] = [];
  private readonly idle: Socket[] = [];
  private readonly due: number[] = [];
  private failures = 0;
  private open = 0;
  /** Visitors who were due before are not told of. */
  private begin = 0;

  constructor(private readonly plan: Plan) {}

  async run(): Promise<Outcome> {
    const { urls, connections, seconds, rate, warmUp = 0 } = this.plan;
    await Promise.all(
      Array.from({ length: connections }, (_, index) => this.dial(urls[index % urls.length])),
    );
    this.begin = performance.now() + warmUp * 1_000;
    const end = this.begin + seconds * 1_000;
    await (rate === undefined ? this.closed(end) : this.arrivals(rate, end));
    const patience = performance.now() + GRACE_MS;
    while (this.open + this.due.length > 0 && performance.now() < patience) await pause(5);
    return { answers: this.answers, failures: this.failures + this.open + this.due.length };
  }

  private async closed(end: number): Promise<void> {
    this.next = (socket) => (performance.now() < end ? this.ask(socket, performance.now()) : undefined);
    for (const socket of this.idle.splice(0)) this.ask(socket, performance.now());
    await pause(end - performance.now());
  }

  private async arrivals(rate: number, end: number): Promise<void> {
    let arrival = performance.now();
    while (arrival < end) {
      for (const now = performance.now(); arrival <= now; arrival += gap(rate)) this.due.push(arrival);
      this.sendDue();
      Atomics.wait(nobody, 0, 0, STEP_MS);
      await immediately();
    }
  }

  /** In an open loop, whoever is due takes a connection as soon as one is free, and its wait counts. */
  private next: (socket: Socket) => void = (socket) => {
    this.idle.push(socket);
    this.sendDue();
  };

  private sendDue(): void {
    while (this.due.length > 0 && this.idle.length > 0)
      this.ask(this.idle.pop() as Socket, this.due.shift() as number);
  }

  private readonly heard = new Map<Socket, (text: string) => void>();

  private ask(socket: Socket, since: number): void {
    this.open++;
    this.heard.set(socket, (text) => {
      this.open--;
      const number = /^HTTP\/1\.1 200 [^]*?(\d+) times!\n?$/.exec(text)?.[1];
      if (number === undefined) this.failures++;
      else if (since >= this.begin)
        this.answers.push({ tookMs: performance.now() - since, number: Number(number) });
      this.next(socket);
    });
    socket.write("GET / HTTP/1.1\r\nHost: bench\r\n\r\n");
  }

  private dial(url = ""): Promise<void> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        this.idle.push(socket);
        resolve();
      });
      let text = "";
      socket.setNoDelay(true).setEncoding("latin1").on("error", reject);
      socket.on("data", (chunk: string) => {
        text += chunk;
        if (!isWhole(text)) return;
        const answer = text;
        text = "";
        this.heard.get(socket)?.(answer);
      });
    });
  }
}

function isWhole(text: string): boolean {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return false;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1]);
  return text.length >= head + 4 + length;
}

function gap(rate: number): number {
  return (-Math.log(1 - Math.random()) * 1_000) / rate;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

if (process.send !== undefined && require.main === module) {
  process.once("message", (plan: Plan) => {
    void new Client(plan).run().then((outcome) => process.send?.(outcome));
  });
}
