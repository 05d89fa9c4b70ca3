import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "../../src/http/app";
import { trustProxy } from "../../src/http/proxies";
import { open } from "../../src/store/memory";
import type { CounterStore } from "../../src/store/store";
import { exchange } from "../support/raw";

const logged: string[] = [];
let store: CounterStore;
let app: FastifyInstance;
beforeAll(async () => {
  store = open();
  app = buildApp(store, pino({ level: "trace" }, { write: (line) => logged.push(line) }));
  await app.listen({ host: "127.0.0.1", port: 0 });
  logged.length = 0;
});
afterAll(() => app.close());

const send = (bytes: string) => exchange(app.listeningOrigin, bytes);
const host = "host: counter\r\n";
const close = `${host}connection: close\r\n\r\n`;
const filler = (bytes: number) => "x".repeat(bytes);

describe("what is no visit is refused without work", () => {
  test.each([
    ["bytes that are no request", "\0\x01\x02\r\n\r\n", 400],
    ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n", 400],
    ["TLS", "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03", 400],
    ["a request without a host", "GET / HTTP/1.1\r\nconnection: close\r\n\r\n", 400],
    ["two hosts", `GET / HTTP/1.1\r\n${host}${close}`, 400],
    ["two other hosts", `GET / HTTP/1.1\r\nhost: other\r\n${close}`, 400],
    ["a host that is none", "GET / HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n", 400],
    ["an expectation", `GET / HTTP/1.1\r\nexpect: wonders\r\n${close}`, 417],
    ["two lengths", `GET / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n${close}`, 400],
    [
      "a length and chunks",
      `POST / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n${close}`,
      400,
    ],
    ["a header of two lines", `GET / HTTP/1.1\r\nx: a\r\n b\r\n${close}`, 400],
    ["headers of 17 KB", `GET / HTTP/1.1\r\nx: ${filler(17_000)}\r\n${close}`, 431],
    ["an address of 17 KB", `GET /${filler(17_000)} HTTP/1.1\r\n${close}`, 431],
    ["an address of 3 KB", `GET /?${filler(3_000)} HTTP/1.1\r\n${close}`, 414],
    ["an escape that is none", `GET /%zz HTTP/1.1\r\n${close}`, 400],
    ["a path that climbs", `GET /../../etc/passwd HTTP/1.1\r\n${close}`, 404],
    ["a method that nobody knows", `VISIT / HTTP/1.1\r\n${close}`, 400],
    ["a rare method", `PROPFIND / HTTP/1.1\r\n${close}`, 405],
    ["TRACE", `TRACE / HTTP/1.1\r\n${close}`, 405],
    ["a target in absolute form", `DELETE http://counter/health HTTP/1.1\r\n${close}`, 405],
    ["one without a path", `DELETE HTTP://counter?query HTTP/1.1\r\n${close}`, 405],
    ["an escaped target", `DELETE /%68e%61lth?query HTTP/1.1\r\n${close}`, 405],
    ["an escaped slash", `DELETE /%2Fhealth HTTP/1.1\r\n${close}`, 404],
    ["CONNECT", `CONNECT other:443 HTTP/1.1\r\n${close}`, undefined],
  ] as const)("%s", async (_, bytes, status) => {
    const before = await store.read();
    const answer = await send(bytes);
    if (status === undefined) expect(answer).toBe("");
    else expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    await expect(store.read()).resolves.toBe(before);
  });

  test("says nothing of who made the server, and logs nothing", async () => {
    for (const bytes of ["\0\r\n\r\n", `GET /%zz HTTP/1.1\r\n${close}`, `POST /x HTTP/1.1\r\n${close}`])
      expect(await send(bytes)).not.toMatch(/node|fastify|server:|x-powered-by|FST_|at .*\.ts/i);
    expect(logged).toEqual([]);
  });
});

test.each(["http://counter/live", "HTTPS://counter/%6Cive?query", "http://counter:8080/live#there"])(
  "a client that addresses %s as it would to a proxy is answered",
  async (target) => {
    expect(await send(`GET ${target} HTTP/1.1\r\n${close}`)).toMatch(/^HTTP\/1\.1 200 /);
  },
);

describe("who speaks for whom", () => {
  test.each([
    "10.0.1.7",
    "172.31.255.1",
    "192.168.0.9",
    "127.0.0.1",
    "::1",
    "fd00:ec2::1",
    "::ffff:10.0.1.7",
  ])("a balancer at %s may name its visitor", (address) => {
    expect(trustProxy(address, 0)).toBe(true);
  });

  test.each(["203.0.113.5", "172.32.0.1", "169.254.169.254", "2001:db8::1", "::ffff:203.0.113.5", undefined])(
    "a visitor at %s may not",
    (address) => {
      expect(trustProxy(address, 0)).toBe(false);
    },
  );

  test("nobody may name more than the one before it", () => {
    expect(trustProxy("10.0.1.7", 1)).toBe(false);
  });
});
