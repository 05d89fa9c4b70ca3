import { setTimeout as pause } from "node:timers/promises";
import { openRaw } from "./raw";

/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  /** One of the given. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** Bytes of any kind. */
  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }
}

const methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get", ""];
const paths = [
  "/",
  "/visits",
  "/health",
  "/live",
  "/ready",
  "/openapi.json",
  "/%zz",
  "/..//",
  "*",
  "//",
  "/\0",
  "/?a[]=1&a[]=%",
];
const headers = [
  "host: x",
  "connection: close",
  "connection: upgrade\r\nupgrade: h2c",
  "accept: text/html;q=,,;;",
  "content-length: 5",
  "content-length: -1",
  "content-length: 99999999999999999999",
  "transfer-encoding: chunked",
  "expect: 100-continue",
  "expect: anything",
  "x-forwarded-for: ,,,",
  "x-amzn-trace-id: \x7f",
  "sec-purpose: prefetch",
  "range: bytes=0-",
  ": empty",
];

/** Something that looks like a request. */
function request(dice: Dice): Buffer {
  const lines = Array.from({ length: dice.below(6) }, () => dice.pick(headers));
  const version = dice.pick(["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9"]);
  const first = `${dice.pick(methods)} ${dice.pick(paths)} ${version}`;
  return Buffer.from([first, "host: x", ...lines, "", ""].join("\r\n"), "latin1");
}

/** The same with a few bytes changed, doubled or missing. */
function mutated(dice: Dice): Buffer {
  const bytes = [...request(dice)];
  for (let count = dice.below(8); count >= 0; count--)
    bytes.splice(dice.below(bytes.length), dice.below(3), ...dice.bytes(dice.below(3)));
  return Buffer.from(bytes);
}

const huge = (dice: Dice) =>
  Buffer.alloc(16_384 + dice.below(200_000), dice.pick(["x", "\r\n", "a: b\r\n", "\0"]));

type Attack = (origin: string, dice: Dice) => Promise<void>;

/** Sends bytes, listens for a moment, and leaves: politely, or by a reset. */
async function send(origin: string, dice: Dice, bytes: Buffer): Promise<void> {
  const { socket } = await openRaw(origin);
  socket.write(bytes);
  await pause(dice.below(20));
  if (dice.below(2) === 0) socket.resetAndDestroy();
  else socket.destroy();
}

/** Requests as a server on the internet gets them. */
export const attacks: Readonly<Record<string, Attack>> = {
  noise: (origin, dice) => send(origin, dice, dice.bytes(1 + dice.below(2_000))),
  malformed: (origin, dice) => send(origin, dice, mutated(dice)),
  oversize: (origin, dice) => send(origin, dice, Buffer.concat([request(dice).subarray(0, -2), huge(dice)])),
  body: (origin, dice) => send(origin, dice, Buffer.concat([request(dice), huge(dice)])),
  pipelined: (origin, dice) =>
    send(origin, dice, Buffer.concat(Array.from({ length: 2 + dice.below(200) }, () => request(dice)))),
  abrupt: (origin, dice) => {
    const bytes = request(dice);
    return send(origin, dice, bytes.subarray(0, dice.below(bytes.length)));
  },
  slow: async (origin, dice) => {
    const { socket } = await openRaw(origin);
    const bytes = mutated(dice);
    for (let index = 0; index < 20 && !socket.destroyed; index++) {
      socket.write(bytes.subarray(index, index + 1));
      await pause(5 + dice.below(20));
    }
    socket.destroy();
  },
  deaf: async (origin, dice) => {
    const { socket } = await openRaw(origin);
    socket.pause();
    socket.write("GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(50 + dice.below(200)));
    await pause(50 + dice.below(200));
    socket.destroy();
  },
};
