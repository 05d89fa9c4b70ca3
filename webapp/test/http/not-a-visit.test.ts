import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "../../src/http/app";
import { open } from "../../src/store/memory";
import type { CounterStore } from "../../src/store/store";

const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

const silent = pino({ level: "silent" });

let store: CounterStore;
let app: FastifyInstance;
beforeEach(() => {
  store = open();
  app = buildApp(store, silent, { requestIdHeader: "x-request-id" });
});
afterEach(() => app.close());

describe("what is not a visit", () => {
  test.each([
    { "sec-purpose": "prefetch" },
    { "sec-purpose": "prefetch;prerender" },
    { "sec-purpose": "prefetch;anonymous-client-ip" },
    { purpose: "prefetch" },
    { "x-moz": "prefetch" },
  ])("a prefetch, %j, which fails so that the visit itself is asked for", async (headers) => {
    expect((await app.inject({ url: "/", headers })).statusCode).toBe(403);
    expect((await app.inject({ url: "/", headers: { ...headers, accept: browser } })).statusCode).toBe(403);
    await expect(store.read()).resolves.toBe(0);
  });

  test.each([
    ["HEAD", "/", 200],
    ["HEAD", "/visits", 200],
    ["HEAD", "/health", 200],
    ["GET", "/visits", 200],
    ["GET", "/favicon.ico", 204],
    ["GET", "/favicon.svg", 200],
    ["GET", "/openapi.json", 200],
    ["GET", "/robots.txt", 200],
    ["GET", "/health", 200],
    ["GET", "/elsewhere", 404],
    ["GET", "//", 404],
    ["GET", "/%zz", 400],
    ["POST", "/", 405],
    ["PUT", "/health", 405],
    ["OPTIONS", "/", 405],
    ["DELETE", "/elsewhere", 404],
  ] as const)("%s %s does not count and answers %d", async (method, url, status) => {
    expect((await app.inject({ method, url })).statusCode).toBe(status);
    await expect(store.read()).resolves.toBe(0);
  });
});
