import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "@jest/globals";
import { until } from "../../../support/artifact";
import { rawService } from "../../../support/service";
import { ask } from "../../crowd";
import { limits, send, start } from "../../stage";
import { type SingleConnection, linesOf } from "../../journal";

const DIAL_MS = 10_000;

/** The listener's answer "again, please": the driver repeats what it said, and waits. */
const RESEND = Buffer.from([0, 8, 0, 0, 11, 0, 0, 0]);

/** The listener's answer "no such service", as it says it. */
const REFUSE = (() => {
  const reason = Buffer.from(
    "(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=12514)(ERROR_STACK=(ERROR=(CODE=12514)(EMFI=4))))",
  );
  const head = Buffer.from([0, 12 + reason.length, 0, 0, 4, 0, 0, 0, 34, 0, 0, reason.length]);
  return Buffer.concat([head, reason]);
})();

/** A listener that takes connections, and then does what a test says. */
class Listener {
  readonly sockets: Socket[] = [];
  greet: (socket: Socket) => void = () => undefined;

  private constructor(private service?: { port: number; stop(): Promise<void> }) {}

  static async listen(): Promise<Listener> {
    const listener = new Listener();
    listener.service = await rawService((socket) => {
      listener.sockets.push(socket.resume());
      listener.greet(socket);
    });
    return listener;
  }

  /** Variables of a server that finds Oracle here. */
  get environment(): NodeJS.ProcessEnv {
    return {
      DB_DRIVER: "oracledb",
      DB_CONNECT_STRING: `127.0.0.1:${this.service?.port}/counter`,
      DB_CREDENTIALS: "env",
      DB_USER: "WEBAPP",
      DB_PASSWORD: "canary",
    };
  }

  get open(): number {
    return this.sockets.filter(({ destroyed }) => !destroyed).length;
  }

  async stop(): Promise<void> {
    await this.service?.stop();
  }
}

let listener: Listener;

/** Starts the artifact on a listener, and visitors with it; the connections of two lines are tried then. */
async function begin(greet: (socket: Socket) => void) {
  listener = await Listener.listen();
  listener.greet = greet;
  const server = await start(listener.environment);
  const crowd = send([server.url], { visitors: 4, pauseMs: 100 });
  const log = (): SingleConnection[] => linesOf(server.output());
  await until(async () => (await ask(`${server.url}/health`)).status === 503, "it is unhealthy");
  return { server, crowd, log };
}

describe("a log-in to Oracle Database", () => {
  afterEach(() => listener.stop());

  test("that takes three seconds: the driver's answer is heard, though visitors wait for one", async () => {
    const { server, crowd, log } = await begin((socket) => {
      socket.write(RESEND);
      setTimeout(() => socket.end(REFUSE), 3_000);
    });
    await until(() => JSON.stringify(log()).includes("NJS-518"), "the refusal is logged");
    // Each line waits for its log-in, and makes no second one beside it: the listener has answered.
    expect(listener.sockets.length).toBeLessThanOrEqual(6);
    await crowd.leave();
    expect(crowd.slowestMs).toBeLessThan(limits.answerMs);
    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
  });

  test.each([
    ["at its beginning", () => undefined],
    ["in its middle", (socket: Socket) => void socket.write(RESEND)],
  ])("that hangs %s: it is given up after ten seconds, and the next one is made", async (_, greet) => {
    const { server, crowd, log } = await begin(greet);
    const [first] = listener.sockets;
    const hung = performance.now();
    await until(() => first?.destroyed === true, "the first log-in is given up", 2 * DIAL_MS);
    expect(performance.now() - hung).toBeGreaterThan(DIAL_MS / 2);
    const { length } = listener.sockets;
    await until(() => listener.sockets.length > length, "the next one is made", 3_000);
    // Two connections that hang, and one beside each while the listener is silent.
    expect(listener.open).toBeLessThanOrEqual(4);
    listener.greet = (socket) => void socket.end(REFUSE);
    await until(
      () => JSON.stringify(log()).includes("NJS-518"),
      "the listener's answer is logged",
      1.5 * DIAL_MS,
    );
    await crowd.leave();
    expect(crowd.slowestMs).toBeLessThan(limits.answerMs);
    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
  });

  test("that hangs keeps no server from stopping", async () => {
    const { server, crowd } = await begin(() => undefined);
    await pause(500);
    const asked = performance.now();
    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
    expect(performance.now() - asked).toBeLessThan(DIAL_MS / 2);
    await crowd.leave();
    await until(() => listener.open === 0, "its connections are closed");
  });
});
