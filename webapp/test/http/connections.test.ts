import { createServer, type Server as HttpServer } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "../../src/http/app";
import { MAX_PIPELINED } from "../../src/http/pipelining";
import { open } from "../../src/store/memory";
import type { CounterStore } from "../../src/store/store";
import { answerClientError, readBeforeEnd } from "../../src/http/unread-body";
import { exchange, openRaw, type Raw } from "../support/raw";
import { host, visit, lastVisit } from "./requests";

const statusesIn = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
const numbersIn = (text: string) =>
  [...text.matchAll(/visited (\d+) times/g)].map(([, number]) => Number(number));

/** Waits until what came back says so. */
async function hears(raw: Raw, pattern: RegExp): Promise<void> {
  for (let waited = 0; !pattern.test(raw.received()); waited += 10) {
    if (waited > 5_000) throw new Error(`waited in vain for ${pattern.source}, got ${raw.received()}`);
    await pause(10);
  }
}

let store: CounterStore;
let app: FastifyInstance;
beforeEach(async () => {
  store = open();
  // As slow as a database, so that requests of one connection meet.
  const increment = (count: number) => pause(20).then(() => store.increment(count));
  app = buildApp({ ...store, increment }, pino({ level: "silent" }));
  await app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(() => app.close());

const send = (bytes: string) => exchange(app.listeningOrigin, bytes);

describe("pipelined requests", () => {
  test("are answered in their order, each with a number of its own", async () => {
    const numbers = numbersIn(await send(visit.repeat(20) + lastVisit));
    expect(numbers).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
  });

  test("may go on for ever, as long as not too many wait at once", async () => {
    const raw = await openRaw(app.listeningOrigin);
    for (let round = 1; round <= 4; round++) {
      raw.socket.write(visit.repeat(MAX_PIPELINED));
      await hears(raw, new RegExp(`visited ${round * MAX_PIPELINED} times`));
    }
    raw.socket.destroy();
    expect(statusesIn(raw.received())).toEqual(Array.from({ length: 4 * MAX_PIPELINED }, () => 200));
  });

  test("that are too many end their connection after the last that is answered, and the rest is not counted", async () => {
    const answer = await send(visit.repeat(2_000));
    const visits = await store.read();
    expect(visits).toBeLessThanOrEqual(MAX_PIPELINED + 1);
    expect(numbersIn(answer)).toEqual(Array.from({ length: visits }, (_, index) => index + 1));
    expect(statusesIn(answer).slice(visits)).toEqual([503]);
    expect(answer).toMatch(/connection: close\r\n[^]*$/);
  });

  test("are bounded where nobody is asked for a number, too", async () => {
    const answer = await send(`GET /nowhere HTTP/1.1\r\n${host}\r\n`.repeat(2_000));
    expect(statusesIn(answer).at(-1)).toBe(503);
  });
});

describe("a client that ends its side once it has asked", () => {
  test.each([
    ["", visit, [200]],
    [" twice", visit.repeat(2), [200, 200]],
    [" for nothing", `GET /nowhere HTTP/1.1\r\n${host}\r\n`, [404]],
    [", and sent half a request more", `${visit}GET /`, [400]],
  ])("is answered%s, and hung up on", async (_, bytes, statuses) => {
    const raw = await openRaw(app.listeningOrigin);
    raw.socket.end(bytes);
    await raw.over();
    expect(statusesIn(raw.received())).toEqual(statuses);
  });

  test("leaves nothing behind where it asked nothing", async () => {
    const raw = await openRaw(app.listeningOrigin);
    raw.socket.end();
    await raw.over();
    expect(raw.received()).toBe("");
  });
});

/** Sends a request with a body of so many bytes in pieces, and another one behind it. */
async function upload(head: string, bytes: number, everyMs = 0, behind = lastVisit): Promise<string> {
  const raw = await openRaw(app.listeningOrigin);
  raw.socket.write(`${head}content-length: ${bytes}\r\n\r\n`);
  const piece = Math.max(1, Math.min(65_536, Math.ceil(bytes / 8)));
  for (let left = bytes; left > 0; left -= piece) {
    if (!raw.socket.write("x".repeat(Math.min(piece, left))))
      await new Promise((go) => raw.socket.once("drain", go));
    if (everyMs > 0) await pause(everyMs);
  }
  raw.socket.write(behind);
  await raw.over(20_000);
  return raw.received();
}

describe("a body that nobody takes", () => {
  const heads = [
    ["another method", "POST /", 405],
    ["another path", "POST /nowhere", 404],
    ["a request for another path", "GET /nowhere", 404],
    ["a request for the page", "GET /", 200],
    ["a request for nothing but an answer", "GET /live", 200],
    ["a request with a long address", `GET /${"x".repeat(3_000)}`, 414],
    ["a request with a broken address", "GET /%zz", 400],
  ] as const;

  test.each(heads)("of %s is read and dropped, and the connection goes on", async (_, line, status) => {
    for (const [bytes, everyMs] of [
      [1, 0],
      [200_000, 0],
      [5_000_000, 0],
      [800, 20],
    ] as const)
      expect(statusesIn(await upload(`${line} HTTP/1.1\r\n${host}`, bytes, everyMs))).toEqual([status, 200]);
  });

  test.each([
    ["the last request of its connection", "connection: close", 405],
    ["a request that expects wonders", "expect: wonders", 417],
  ])("of %s is read before the connection ends", async (_, header, status) => {
    const answer = await upload(`POST / HTTP/1.1\r\n${host}${header}\r\n`, 5_000_000, 0, "");
    expect(statusesIn(answer)).toEqual([status]);
    expect(answer).toMatch(/^connection: close\r$/im);
  });

  test("is read while the server drains, too", async () => {
    app.draining = true;
    expect(statusesIn(await upload(`POST / HTTP/1.1\r\n${host}`, 5_000_000, 0, ""))).toEqual([405]);
  });

  test("is not asked for", async () => {
    const raw = await openRaw(app.listeningOrigin);
    raw.socket.write(`POST / HTTP/1.1\r\n${host}expect: 100-continue\r\ncontent-length: 5\r\n\r\n`);
    await hears(raw, /allow: GET, HEAD\r\n/);
    raw.socket.end();
    await raw.over();
    expect(raw.received()).toMatch(/^HTTP\/1\.1 405 /);
    expect(raw.received()).toContain("connection: close\r\n");
  });

  test.each([
    [
      "too long extensions of a chunk",
      `POST / HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\n1;${"x".repeat(20_000)}`,
    ],
    ["too long headers", `GET / HTTP/1.1\r\n${host}x: ${"x".repeat(17_000)}`],
    ["no request", "\0\x01\x02\r\n\r\n"],
  ])("after %s is read and dropped before the connection ends", async (_, bytes) => {
    const raw = await openRaw(app.listeningOrigin);
    const over = new Promise((resolve) =>
      raw.socket.once("error", resolve).once("close", () => resolve("the end")),
    );
    raw.socket.write(bytes);
    for (let piece = 0; piece < 80; piece++) raw.socket.write("x".repeat(65_536));
    raw.socket.end();
    await expect(over).resolves.toBe("the end");
    expect(raw.received()).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(statusesIn(raw.received())).toHaveLength(1);
  });
});

describe("a body that does not end", () => {
  let server: HttpServer;
  let socket: Socket;
  beforeEach(async () => {
    server = createServer((request, response) => {
      readBeforeEnd(request, response, { answerMs: 100, endMs: 300 });
      response.writeHead(405, { "content-length": 0 }).end();
    }).on("clientError", (error, client) => answerClientError(error, client as Socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    socket = connect((server.address() as { port: number }).port, "127.0.0.1").on("error", () => undefined);
  });
  afterEach(() => {
    socket.destroy();
    server.close();
  });

  test("is answered after a while, and read for another", async () => {
    const answered = new Promise<number>((resolve) => socket.once("data", () => resolve(performance.now())));
    const ended = new Promise<number>((resolve) => socket.once("close", () => resolve(performance.now())));
    const begin = performance.now();
    const drip = setInterval(() => socket.write("x"), 20);
    socket.write(`POST / HTTP/1.1\r\n${host}content-length: 1000000\r\n\r\n`);
    expect((await answered) - begin).toBeGreaterThan(90);
    expect((await ended) - begin).toBeGreaterThan(290);
    clearInterval(drip);
  });
});
